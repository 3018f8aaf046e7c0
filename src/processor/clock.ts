import { performance } from 'node:perf_hooks'

/** Cancels what it came from; calling it again does nothing. */
export type Unsubscribe = () => void

/**
 * The only source of time. Durations on this host are counted by `monotonic`; `wall` is for showing, and for
 * noticing that the machine slept or its clock was set.
 */
export interface Clock {
  /** Milliseconds since the epoch; may jump. */
  wall(): number
  /** Milliseconds since some fixed moment, fractions included; never goes back. */
  monotonic(): number
  /**
   * Calls `callback` once, `delayMs` from now (0 or more, no upper bound).
   * @returns cancels the call
   */
  after(delayMs: number, callback: () => void, options?: { readonly keepAlive?: boolean }): Unsubscribe
}

/** Node fires a longer timer after 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback, options) {
    const dueAt = performance.now() + delayMs
    let timer: NodeJS.Timeout
    const arm = (remainingMs: number): void => {
      timer =
        remainingMs > LONGEST_TIMER_MS
          ? setTimeout(() => arm(dueAt - performance.now()), LONGEST_TIMER_MS)
          : setTimeout(callback, Math.max(0, remainingMs))
      if (options?.keepAlive === false) timer.unref()
    }
    arm(delayMs)
    return () => clearTimeout(timer)
  },
}
