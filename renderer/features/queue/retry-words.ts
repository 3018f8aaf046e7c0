import type { WaitingRow } from '../../../src/contract/queue'
import { formatWholeSeconds } from '../../ui/duration'

export type Retry = NonNullable<WaitingRow['retry']>

export interface RetryWords {
  /** `waiting to retry in 4s (attempt 2 of 3)` */
  readonly sentence: string
  /** `retry in 4s (2 of 3)` */
  readonly short: string
  /** `in 4s` */
  readonly when: string
}

/**
 * When the next attempt comes.
 *
 * @param now ms since the epoch
 */
export function retryInWords({ dueAt, attempt, attempts }: Retry, now: number): RetryWords {
  const left = dueAt - now
  // Rounded up: "0s" would say that it runs already.
  const when = left > 0 ? `in ${formatWholeSeconds(Math.ceil(left / 1_000) * 1_000)}` : 'next'
  return {
    sentence: `waiting to retry ${when} (attempt ${attempt} of ${attempts})`,
    short: `retry ${when} (${attempt} of ${attempts})`,
    when,
  }
}
