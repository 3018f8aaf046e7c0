import type { Clock } from '../../processor/clock'

const BUCKET_MS = 500
/** 10 buckets: the last 5 s. */
const BUCKETS = 10

/** Jobs that ran to their end per second, as the mean of the last 5 s. Ten numbers, however many jobs finish. */
export class FinishRate {
  readonly #clock: Clock
  readonly #counts = new Array<number>(BUCKETS).fill(0)
  /** Number of the bucket that is being filled, counted from the clock's zero. */
  #bucket: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#bucket = this.#bucketNow()
  }

  add(): void {
    this.#advance()
    const slot = this.#bucket % BUCKETS
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1
  }

  /** @returns jobs per second, to one decimal */
  perSecond(): number {
    this.#advance()
    const finished = this.#counts.reduce((sum, count) => sum + count, 0)
    return Math.round((finished * 10_000) / (BUCKETS * BUCKET_MS)) / 10
  }

  #advance(): void {
    const now = this.#bucketNow()
    const passed = Math.min(BUCKETS, now - this.#bucket)
    for (let step = 1; step <= passed; step += 1) this.#counts[(this.#bucket + step) % BUCKETS] = 0
    this.#bucket = now
  }

  #bucketNow(): number {
    return Math.floor(this.#clock.monotonic() / BUCKET_MS)
  }
}
