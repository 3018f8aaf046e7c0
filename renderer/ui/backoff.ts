import type { ErrorEnvelope } from '../../src/contract/errors'
import { formatDuration, parseDuration } from './duration'
import { formatCount } from './format'

/** What the backoff comes to, as a check while typing. */
export function backoffHint(text: string): string {
  const ms = parseDuration(text)
  if (ms === undefined || ms < 0) return '90s, 5m, 1h 30m, 250ms, or plain ms'
  if (ms === 0) return 'No hold once the job has run'
  return `${formatDuration(ms)} = ${formatCount(ms)} ms`
}

/** What is wrong with a text that is no duration. */
export function backoffProblem(text: string): ErrorEnvelope {
  const typed = text.trim()
  return {
    code: 'bad-backoff',
    message: typed ? `“${typed}” is not a duration.` : 'The backoff is missing.',
    remedy: 'Write 90s, 5m, 1h 30m, 250ms, or plain milliseconds.',
  }
}

/** A backoff as it is typed, to the millisecond. */
export function backoffText(ms: number): string {
  const short = formatDuration(ms).replaceAll(' ms', 'ms')
  return parseDuration(short) === ms ? short : `${ms}ms`
}
