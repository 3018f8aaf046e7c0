import { fillPlaceholders } from '../../../src/contract/placeholders'
import type { RepeatView } from '../../../src/contract/queue'
import { countOf, formatCount } from '../../ui/format'
import type { Draft, ScheduleRequest } from './model'

/** What the repeat comes to. */
export function repeatHint({ key, repeat }: Pick<Draft, 'key' | 'repeat'>): string {
  const count = Number(repeat.replaceAll(',', '') || '1')
  if (!Number.isInteger(count) || count <= 1) return 'Up to 100,000, as {n}'
  const first = withNumber(key, 1)
  const last = withNumber(key, count)
  if (first !== last) return `${first} … ${last}`
  return key.includes('{uuid}') ? 'Each has a {uuid} of its own' : 'All have the same key'
}

/** Jobs that the draft stands for; undefined while that is no number. */
export function countOfDraft({ repeat }: Pick<Draft, 'repeat'>): number | undefined {
  const count = Number(repeat.replaceAll(',', '') || '1')
  return Number.isInteger(count) && count >= 1 ? count : undefined
}

/** What the button is called: a click on it may be a hundred thousand jobs. */
export function scheduleVerb(draft: Pick<Draft, 'repeat'>): string {
  const count = countOfDraft(draft) ?? 1
  return count === 1 ? 'Schedule job' : `Schedule ${countOf(count, 'job')}`
}

/** The warning where the jobs would refuse each other; undefined where their keys differ. */
export function sameKeyWarning({ key, repeat }: Pick<Draft, 'key' | 'repeat'>): string | undefined {
  const count = countOfDraft({ repeat }) ?? 1
  // Each has a moment and a UUID of its own.
  if (
    count === 1 ||
    fillPlaceholders(key, { n: 1, uuid: 'a', now: 'a' }) !==
      fillPlaceholders(key, { n: 2, uuid: 'b', now: 'a' })
  )
    return undefined
  return `Without {n} in the key only the first of ${formatCount(count)} can be scheduled`
}

/** More jobs than this are asked for once more. */
const MANY = 1_000

export function asksBefore(draft: Pick<Draft, 'repeat'>): boolean {
  return (countOfDraft(draft) ?? 1) > MANY
}

/** The other placeholders have no value before the job is scheduled. */
function withNumber(key: string, n: number): string {
  return fillPlaceholders(key, { n, uuid: '{uuid}', now: '{now}' })
}

/** A job that is scheduled once: its placeholders have their values now. */
export function withValues(request: ScheduleRequest): ScheduleRequest {
  const values = { n: 1, uuid: crypto.randomUUID(), now: new Date().toISOString() }
  return {
    ...request,
    key: fillPlaceholders(request.key, values),
    argument: fillPlaceholders(request.argument, values),
  }
}

/** Where a repeat or an import stands, in a sentence. */
export function repeatInWords(repeat: RepeatView): string {
  const tried = `${formatCount(repeat.attempted)} of ${countOf(repeat.total, 'job')}`
  switch (repeat.state) {
    case 'scheduling':
      return `Scheduling: ${tried} tried.`
    case 'paused':
      return `Paused after ${tried}: the rest waits for Resume.`
    case 'done':
      return `Done: ${formatCount(repeat.scheduled)} of ${countOf(repeat.total, 'job')} scheduled.`
    case 'cancelled':
      return `Cancelled after ${tried}: the ${formatCount(repeat.scheduled)} that were scheduled stay.`
    case 'failed':
      return `Failed after ${tried}: the ${formatCount(repeat.scheduled)} that were scheduled stay.`
  }
}
