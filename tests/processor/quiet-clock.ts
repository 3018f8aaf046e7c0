import { systemClock, type Clock } from '../../src/processor/clock'

/**
 * Real time, but what is to happen half a second from now or later never does: no beat, no renewal and no time limit
 * comes between, so that round trips can be counted to the last one.
 */
export const quietClock: Clock = {
  wall: () => systemClock.wall(),
  monotonic: () => systemClock.monotonic(),
  after: (delayMs, callback, options) =>
    delayMs < 500 ? systemClock.after(delayMs, callback, options) : () => {},
}
