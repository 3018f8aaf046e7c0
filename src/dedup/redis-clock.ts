import type { Clock } from '../processor/clock'

/** Clocks of two machines part by at most this much of the time that passed. */
const DRIFT = 1e-4
/** Redis answers whole milliseconds. */
const RESOLUTION_MS = 1

/**
 * Redis' time, estimated from the replies: the best sample (the one with the shortest way there and back) stands
 * until it has aged past a better one, or a sample shows that a clock was set.
 */
export class RedisClock {
  readonly #clock: Clock
  /** Redis' time less monotonic time; ms. */
  #offset = Number.NaN
  /** How far the estimate can be off; ms. */
  #error = Number.POSITIVE_INFINITY
  #learnedAt = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * @param sentAt monotonic ms when the command left
   * @param redisMs Redis' TIME while it ran, ms since the epoch
   */
  learn(sentAt: number, redisMs: number): void {
    const receivedAt = this.#clock.monotonic()
    // TIME is cut to whole ms: the estimate is rather late than early, so that no hold outlasts its backoff.
    const offset = redisMs - (sentAt + receivedAt) / 2
    const error = (receivedAt - sentAt + RESOLUTION_MS) / 2
    const aged = this.#error + (receivedAt - this.#learnedAt) * DRIFT
    const wasSet = Math.abs(offset - this.#offset) > error + aged
    if (Number.isNaN(this.#offset) || wasSet || error <= aged) {
      this.#offset = offset
      this.#error = error
      this.#learnedAt = receivedAt
    }
  }

  /** Redis' time now: ms since the epoch, fractions included; NaN until the first reply. */
  now(): number {
    return this.#clock.monotonic() + this.#offset
  }
}
