import type { Clock } from '../../processor/clock'

/** By how much the two clocks may part before one of them must have jumped. */
const JUMP_MS = 2_000

/**
 * The time by which charts are recorded: begins as the wall clock, runs with the monotonic one, and never goes back.
 * - The machine slept (the monotonic clock stands still then), or the clock was set forward: the time jumps along, and
 *   the charts have a gap.
 * - The clock was set back: the time runs on, and what was recorded is told by the new clock.
 * Summer time is no jump: both count from the epoch.
 */
export class ChartTime {
  readonly #clock: Clock
  /** From the monotonic clock to this time. */
  #ahead: number
  /** From this time to the wall clock: 0, or less once that was set back. */
  #shift = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#ahead = clock.wall() - clock.monotonic()
  }

  /** Ms; as cheap as one look at the monotonic clock. */
  now(): number {
    return this.#clock.monotonic() + this.#ahead
  }

  /** Looks whether a clock has jumped; to be called now and then. */
  check(): void {
    const jump = this.#clock.wall() - this.wallOf(this.now())
    if (jump > JUMP_MS) this.#ahead += jump
    else if (jump < -JUMP_MS) this.#shift += jump
  }

  /** The moment by the wall clock as it stands today; ms since the epoch. */
  wallOf(time: number): number {
    return time + this.#shift
  }
}
