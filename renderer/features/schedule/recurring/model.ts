import type { ErrorEnvelope } from '../../../../src/contract/errors'
import { LIMITS } from '../../../../src/contract/limits'
import type { RecurringEntry, RecurringTimes, RecurringView } from '../../../../src/contract/recurring'
import { backoffProblem } from '../../../ui/backoff'
import { formatDuration, parseDuration } from '../../../ui/duration'
import { countOf, formatCount, formatTime, formatWhen } from '../../../ui/format'
import type { StatusTone } from '../../../ui/status-badge'
import { outcomeInWords } from '../../../ui/outcome-words'
import type { Draft } from '../model'

/** A recurring job as it is typed. */
export interface RecurringDraft {
  readonly key: string
  readonly backoff: string
  readonly argument: string
  readonly kind: RecurringTimes['kind']
  readonly every: string
  readonly expression: string
  readonly zone: 'local' | 'utc'
}

export type RecurringField = 'key' | 'backoff' | 'argument' | 'times'

/** A new one, of the job that stands in the form. */
export function newDraft({ key, backoff, argument }: Draft): RecurringDraft {
  return { key, backoff, argument, kind: 'every', every: '5m', expression: '0 9 * * MON-FRI', zone: 'local' }
}

export function draftOf({ key, backoffMs, argument, times }: RecurringEntry): RecurringDraft {
  const draft = newDraft({ key, backoff: writeDuration(backoffMs), argument, repeat: '1' })
  return times.kind === 'every'
    ? { ...draft, kind: 'every', every: writeDuration(times.everyMs) }
    : { ...draft, kind: 'cron', expression: times.expression, zone: times.zone }
}

type ReadTimes =
  | { readonly ok: true; readonly times: RecurringTimes }
  | { readonly ok: false; readonly error: ErrorEnvelope }

/** Whether an interval or an expression is allowed is the runtime's to say. */
export function readTimes({ kind, every, expression, zone }: RecurringDraft): ReadTimes {
  if (kind === 'cron') return { ok: true, times: { kind, expression: expression.trim(), zone } }
  const everyMs = parseDuration(every)
  if (everyMs !== undefined) return { ok: true, times: { kind, everyMs } }
  return {
    ok: false,
    error: {
      code: 'bad-interval',
      message: every.trim() === '' ? 'The interval is missing.' : `“${every.trim()}” is not a duration.`,
      remedy: 'Write 30s, 5m, 1h 30m.',
    },
  }
}

/** The warning where a job comes again while its own backoff still holds its key; undefined where it does not. */
export function refusedByBackoff(draft: RecurringDraft): string | undefined {
  const backoffMs = parseDuration(draft.backoff)
  const read = readTimes(draft)
  if (backoffMs === undefined || !read.ok || read.times.kind !== 'every') return undefined
  const { everyMs } = read.times
  if (everyMs <= 0 || everyMs >= backoffMs) return undefined
  const times = Math.ceil(backoffMs / everyMs)
  return `With a backoff of ${writeDuration(backoffMs)} ${formatCount(times - 1)} of ${formatCount(times)} times will be refused`
}

type ReadRecurring =
  | { readonly ok: true; readonly job: Omit<RecurringEntry, 'id' | 'on'> }
  | { readonly ok: false; readonly field: RecurringField; readonly error: ErrorEnvelope }

export function readRecurring(draft: RecurringDraft): ReadRecurring {
  const { key, backoff, argument } = draft
  const backoffMs = parseDuration(backoff)
  if (backoffMs === undefined) return { ok: false, field: 'backoff', error: backoffProblem(backoff) }
  const read = readTimes(draft)
  if (!read.ok) return { ok: false, field: 'times', error: read.error }
  return { ok: true, job: { key, backoffMs, argument, times: read.times } }
}

/** The field that an error of the runtime speaks of, if it speaks of one. */
export function recurringFieldOf(code: string): RecurringField | undefined {
  switch (code) {
    case 'bad-key':
      return 'key'
    case 'bad-backoff':
      return 'backoff'
    case 'bad-argument':
    case 'argument-too-large':
      return 'argument'
    case 'bad-interval':
    case 'bad-cron':
      return 'times'
    default:
      return undefined
  }
}

/** `every 5m`, or `0 9 * * MON-FRI in local time (Europe/Berlin)`. */
export function timesInWords(times: RecurringTimes, localZone: string): string {
  if (times.kind === 'every') return `every ${writeDuration(times.everyMs)}`
  return `${times.expression} ${times.zone === 'utc' ? 'in UTC' : `in local time (${localZone})`}`
}

/** A moment in the zone that its job is written in: `14:03:22` today, `03-01 14:03` on another day; UTC says so. */
export function momentInWords(at: number, times: RecurringTimes, now: number): string {
  if (times.kind === 'every' || times.zone === 'local') return formatWhen(at, now)
  const moment = new Date(at).toISOString()
  const today = moment.slice(0, 10) === new Date(now).toISOString().slice(0, 10)
  return today ? moment.slice(11, 19) : `${moment.slice(5, 10)} ${moment.slice(11, 16)}`
}

/** The next times as the pieces of a sentence, soonest first: `Next: 14:03:22,` … */
export function nextInWords(next: readonly number[], times: RecurringTimes, now: number): readonly string[] {
  const utc = times.kind === 'cron' && times.zone === 'utc' ? ' UTC' : ''
  if (next.length === 0) return ['No further time']
  return next.map((at, index) => {
    const end = index === next.length - 1 ? utc : ','
    return `${index === 0 ? 'Next: ' : ''}${momentInWords(at, times, now)}${end}`
  })
}

export interface LastWords {
  readonly tone: StatusTone
  /** `Scheduled 14:03:00`, `Refused 14:03:00: held for another 3m 0s by api-7`. */
  readonly words: string
}

/** What the last time came to. */
export function lastInWords({ last }: RecurringView): LastWords {
  if (!last) return { tone: 'neutral', words: 'Not come yet since the app started' }
  const time = formatTime(last.at)
  const more = last.missed >= LIMITS.missedCounted ? ' or more' : ''
  const missed = last.missed > 0 ? `, ${formatCount(last.missed)}${more} missed before it` : ''
  const { outcome } = last
  if (outcome.outcome === 'scheduled') return { tone: 'ok', words: `Scheduled ${time}${missed}` }
  if (outcome.outcome === 'not-tried') {
    return { tone: 'failure', words: `Not tried ${time}: ${outcome.error.message}` }
  }
  const { tone, title, error } = outcomeInWords(outcome)
  const why = title.charAt(0).toLowerCase() + title.slice(1)
  return { tone, words: `Refused ${time}: ${why}${error ? ` (${error.message})` : ''}${missed}` }
}

/** `12 scheduled, 3 refused, 1 missed` */
export function countsInWords({ scheduled, refused, missed }: RecurringView): string {
  const parts = [`${formatCount(scheduled)} scheduled`]
  if (refused > 0) parts.push(`${formatCount(refused)} refused`)
  if (missed > 0) parts.push(countOf(missed, 'missed', 'missed'))
  return parts.join(', ')
}

const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'm', ms: 60_000 },
  { name: 's', ms: 1_000 },
  { name: 'ms', ms: 1 },
]

/** A duration to the last millisecond, as it can be typed again: `1h 30m 250ms`. */
export function writeDuration(ms: number): string {
  if (!Number.isInteger(ms) || ms <= 0) return ms === 0 ? '0' : formatDuration(ms)
  let rest = ms
  const parts: string[] = []
  for (const unit of units) {
    const count = Math.floor(rest / unit.ms)
    rest -= count * unit.ms
    if (count > 0) parts.push(`${count}${unit.name}`)
  }
  return parts.join(' ')
}
