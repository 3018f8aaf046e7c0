/** Two estimates may part by so much (and half a round trip) before the clocks are taken to have been set; ms. */
const TOLERANCE_MS = 250

/**
 * Translates between Redis' time and this host's wall clock by a difference that stays the same until one of the
 * clocks was set. It need not be exact: what is shown in one clock and asked in the other must come back unchanged.
 */
export class RedisOffset {
  #offsetMs: number | undefined

  /**
   * @param redisNow Redis' time while it made its reply; ms since the epoch
   * @param sentAt, receivedAt by the wall clock; ms since the epoch
   */
  learn(redisNow: number, sentAt: number, receivedAt: number): void {
    const estimate = Math.round(redisNow - (sentAt + receivedAt) / 2)
    const allowed = TOLERANCE_MS + Math.abs(receivedAt - sentAt) / 2
    if (this.#offsetMs === undefined || Math.abs(estimate - this.#offsetMs) > allowed)
      this.#offsetMs = estimate
  }

  /** Whether Redis' time was read yet. */
  get known(): boolean {
    return this.#offsetMs !== undefined
  }

  toWall(redisMs: number): number {
    return redisMs - (this.#offsetMs ?? 0)
  }

  toRedis(wallMs: number): number {
    return wallMs + (this.#offsetMs ?? 0)
  }
}
