import type { HandlerErrorCode } from './failure'
import type { HandlerOptions } from './handler-runner'

/** Another attempt may fare better after these. The others end the same way again, or were wanted. */
const retried: ReadonlySet<HandlerErrorCode> = new Set<HandlerErrorCode>([
  'threw',
  'timeout',
  'out-of-memory',
  'exited',
  'crashed',
])

/**
 * The wait before the next attempt, ms; undefined where there is to be none.
 * @param attempt the one that failed, from 1
 */
export function retryDelayOf(
  options: HandlerOptions | undefined,
  attempt: number,
  code: HandlerErrorCode,
): number | undefined {
  if (options === undefined || attempt >= options.attempts || !retried.has(code)) return undefined
  return options.retryDelaysMs[attempt - 1]
}
