import type { BulkActKind, BulkActView } from '../../../src/contract/bulk'
import { countOf, formatCount } from '../format'

interface KindWords {
  /** While it is at work. */
  readonly doing: string
  /** What was done to the things that were changed. */
  readonly done: string
  /** What became of things that it did not come across; undefined where it reaches all. */
  readonly left?: string
  readonly one: string
  readonly many: string
}

const WORDS: Readonly<Record<BulkActKind, KindWords>> = {
  'cancel-jobs': {
    doing: 'Cancelling',
    done: 'cancelled',
    left: 'no longer waiting',
    one: 'job',
    many: 'jobs',
  },
  'schedule-again': {
    doing: 'Scheduling again',
    done: 'scheduled again',
    left: 'no longer kept',
    one: 'job',
    many: 'jobs',
  },
  'release-holds': { doing: 'Releasing', done: 'released', one: 'key', many: 'keys' },
  'extend-holds': { doing: 'Extending', done: 'extended', one: 'hold', many: 'holds' },
  'run-left': { doing: 'Queueing again', done: 'queued again', one: 'job', many: 'jobs' },
  'drop-left': { doing: 'Dropping', done: 'dropped', one: 'job', many: 'jobs' },
  'purge-holds': { doing: 'Purging', done: 'purged', one: 'stale hold', many: 'stale holds' },
}

type Shortfall = Pick<BulkActView, 'failed' | 'unknown' | 'unreached'>

/** Names an act: `Cancelling 4,310 jobs`. */
export function bulkTitle({ kind, total }: Pick<BulkActView, 'kind' | 'total'>): string {
  const { doing, one, many } = WORDS[kind]
  return `${doing} ${total === undefined ? many : countOf(total, one, many)}`
}

/** It came to its end, and changed nothing of what it reached. */
export function isBarren({ state, changed, failed }: BulkActView): boolean {
  return state === 'done' && changed === 0 && failed > 0
}

/** How far an act is, or what it came to. */
export function bulkSentence(act: BulkActView): string {
  const { done, left, one, many } = WORDS[act.kind]
  const changed = `${countOf(act.changed, one, many)} ${done}`
  const unknown = act.unknown > 0 ? `, ${formatCount(act.unknown)} perhaps` : ''
  const not = (act.failed > 0 ? `, ${formatCount(act.failed)} not` : '') + unknown
  const of = act.total === undefined ? '' : ` of ${formatCount(act.total)}`
  const missing = left === undefined ? 0 : (act.total ?? 0) - act.reached
  switch (act.state) {
    case 'working':
      return `${formatCount(act.reached)}${of} reached: ${changed}${not}.`
    case 'done':
      return isBarren(act)
        ? `None of ${countOf(act.reached, one, many)} was ${done}.`
        : `Done: ${changed}${not}${missing > 0 ? `, ${formatCount(missing)} ${left ?? ''}` : ''}.`
    case 'stopped':
      return `Stopped after ${formatCount(act.reached)}${of}: ${changed}${not}.`
    case 'failed':
      return `Failed after ${formatCount(act.reached)}${of}: ${changed}${not}.`
  }
}

/** Things that an act is not known to have changed, in numbers: `12 not changed, 200 unknown`. */
export function bulkShortfall({ failed, unknown, unreached }: Shortfall): string {
  const parts: readonly (readonly [number, string])[] = [
    [failed, 'not changed'],
    [unknown, 'unknown'],
    [unreached, 'not reached'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${formatCount(count)} ${words}`)
    .join(', ')
}

export function shortfallCount({ failed, unknown, unreached }: Shortfall): number {
  return failed + unknown + unreached
}

/** How far an act is, 0 … 1; undefined where its end is not known. */
export function bulkFraction({ reached, total, state }: BulkActView): number | undefined {
  if (state === 'done') return 1
  if (total === undefined) return undefined
  return total === 0 ? 1 : Math.min(1, reached / total)
}
