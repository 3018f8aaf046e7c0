import type { BumpNotice } from '../../../src/contract/bump'
import { countOf, formatCount, formatTime } from '../../ui/format'
import { formatWholeSeconds } from '../../ui/duration'

type Counted = NonNullable<BumpNotice['counted']>

/** What happened, by whom and when; what follows is how long ago that was. */
export function bumpInWords({ from, to, at, by }: BumpNotice): string {
  switch (by) {
    case 'here':
      return `Generation ${from} → ${to}, bumped here at ${formatTime(at)}`
    case 'elsewhere':
      return `The generation went from ${from} to ${to} by someone else at ${formatTime(at)}`
    case 'in-doubt':
      return `The generation went from ${from} to ${to}, by the bump that got no answer or by someone else, at ${formatTime(at)}`
  }
}

/** `a moment ago`, `2 minutes ago`, `1h 4m ago` */
export function agoInWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'a moment ago'
  return minutes < 60 ? `${countOf(minutes, 'minute')} ago` : `${formatWholeSeconds(minutes * 60_000)} ago`
}

export function takenCount({ taken }: Counted): number {
  return taken.here + taken.keyhold + taken['go-io'] + taken.unknown
}

/** Keys in the words of a link, with "at least" where not all was counted. */
export function keysInWords(count: number, { complete }: Counted): string {
  return complete ? countOf(count, 'key') : `at least ${formatCount(count)} keys`
}

/** What follows the number of keys that go-io clients hold again. */
export function heldAgainInWords(count: number): string {
  const [were, are] = count === 1 ? ['was', 'is'] : ['were', 'are']
  return `that ${were} held before the bump ${are} held again by go-io clients (new or carried over: Redis can’t tell).`
}

/** The generation held so many before it was entered. */
export function beforeInWords({ before }: Counted): string {
  return before === 0 ? '' : ` ${countOf(before, 'key')} it held before.`
}
