import { Cron } from 'croner'
import type { RecurringTimes } from '../../contract/recurring'
import { LIMITS } from '../../contract/limits'
import { KeyholdError } from '../../processor/errors'

const EXAMPLE =
  'Five fields: minute, hour, day, month, weekday. "0 9 * * MON-FRI" is 9:00 on every working day.'

/** When something comes again. */
export interface Moments {
  /** The first moments after one; fewer than asked for where there are no more. All in ms since the epoch. */
  after(moment: number, count: number): readonly number[]
  /** Those after `from` up to `to`, counted up to `LIMITS.missedCounted`; and the first one behind `to`. */
  passed(from: number, to: number): { readonly count: number; readonly next: number | undefined }
}

/** Of what does not come at all. */
export const never: Moments = { after: () => [], passed: () => ({ count: 0, next: undefined }) }

/**
 * @param localZone what `local` means: an IANA name
 * @throws KeyholdError `bad-interval`, `bad-cron`
 */
export function momentsOf(times: RecurringTimes, localZone: string): Moments {
  switch (times.kind) {
    case 'every':
      return interval(times.everyMs)
    case 'cron':
      return cron(times.expression.trim(), times.zone === 'utc' ? 'UTC' : localZone)
  }
}

function interval(everyMs: number): Moments {
  if (!Number.isInteger(everyMs) || everyMs < LIMITS.shortestEveryMs || everyMs > LIMITS.backoffMs) {
    throw new KeyholdError(
      'bad-interval',
      `A job cannot come every ${everyMs.toLocaleString('en-US')} ms.`,
      'Give 1s … 30d in whole milliseconds: 30s, 5m, 1h 30m.',
    )
  }
  return {
    after: (moment, count) => Array.from({ length: count }, (_, index) => moment + (index + 1) * everyMs),
    passed(from, to) {
      const count = Math.max(0, Math.floor((to - from) / everyMs))
      return { count: Math.min(LIMITS.missedCounted, count), next: from + (count + 1) * everyMs }
    },
  }
}

function cron(expression: string, timezone: string): Moments {
  const pattern = read(expression, timezone)
  return {
    after: (moment, count) => pattern.nextRuns(count, new Date(moment)).map((date) => date.getTime()),
    passed(from, to) {
      let count = 0
      let next = pattern.nextRun(new Date(from))
      // Each costs a tenth of a millisecond.
      while (next && next.getTime() <= to && count < LIMITS.missedCounted) {
        count += 1
        next = pattern.nextRun(next)
      }
      if (next && next.getTime() <= to) next = pattern.nextRun(new Date(to))
      return { count, next: next?.getTime() }
    },
  }
}

function read(expression: string, timezone: string): Cron {
  // croner would also take a single moment.
  if (expression.includes(':')) throw badCron(expression, 'it is a moment')
  const pattern = parse(expression, timezone)
  if (pattern.nextRun() === null) throw badCron(expression, 'that day never comes')
  return pattern
}

function parse(expression: string, timezone: string): Cron {
  try {
    return new Cron(expression, { timezone, mode: '5-or-6-parts' })
  } catch (error) {
    throw badCron(expression, reasonOf(expression, error), error)
  }
}

function badCron(expression: string, reason: string, cause?: unknown): KeyholdError {
  const shown = expression === '' ? 'Nothing' : `"${expression}"`
  return new KeyholdError('bad-cron', `${shown} is no cron expression: ${reason}.`, EXAMPLE, { cause })
}

function reasonOf(expression: string, error: unknown): string {
  const fields = expression === '' ? 0 : expression.split(/\s+/).length
  if (!expression.startsWith('@') && (fields < 5 || fields > 6)) {
    return `it has ${fields === 1 ? '1 field' : `${fields} fields`} instead of five`
  }
  const text = error instanceof Error ? error.message : String(error)
  const reason = text.replace(/^CronPattern: /, '').replace(/\.$/, '')
  return reason.charAt(0).toLowerCase() + reason.slice(1)
}
