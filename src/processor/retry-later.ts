import { KeyholdError } from './errors'

/** 24 hours. */
const LONGEST_DELAY_MS = 24 * 3_600_000

/** Thrown by a handler: this attempt has failed, run the job again later. Its key stays held meanwhile. */
export class RetryLater extends Error {
  /** From the end of the attempt; ms. */
  readonly delayMs: number

  /**
   * @param delayMs finite, 0 … 24 h
   * @param cause what the attempt failed with
   * @throws KeyholdError `bad-option`
   */
  constructor(delayMs: number, cause?: unknown) {
    super('The job is to be run again later.', { cause })
    this.name = 'RetryLater'
    if (!(delayMs >= 0 && delayMs <= LONGEST_DELAY_MS)) {
      throw new KeyholdError(
        'bad-option',
        `A job cannot be run again after ${String(delayMs)} ms.`,
        'Give a number of ms, 0 … 86,400,000.',
      )
    }
    this.delayMs = delayMs
  }
}
