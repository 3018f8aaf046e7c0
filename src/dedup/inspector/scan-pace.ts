/** What one reply may cost Redis; ms. While it makes one, it answers nobody else. */
const AIM_MS = 4
const FEWEST = 100
const MOST = 5_000
const FIRST = 500
/** One reply says little: a step goes to the double or the half at most. */
const LARGEST_STEP = 2
/** A reply may be late for many reasons, and early for none: the fastest of so many says what a key costs. */
const REPLIES = 8

/**
 * How many keys Redis looks at for one reply of a scan: as many as it does in about 4 ms, between 100 and 5,000.
 * The way there and back is no work of Redis: the shortest reply so far stands for it, so that a far server is not
 * asked in tiny pieces.
 */
export class ScanPace {
  #count: number
  #shortestMs = Infinity
  /** What a key cost in the last replies; ms. */
  readonly #keyMs: number[] = []

  /** @param first keys of the first reply */
  constructor(first = FIRST) {
    this.#count = first
  }

  /** For the COUNT of the next call. */
  get count(): number {
    return this.#count
  }

  /** A reply that is no work at all took so long. */
  learnWay(replyMs: number): void {
    this.#shortestMs = Math.min(this.#shortestMs, replyMs)
  }

  /** A reply for `count` keys took so long. */
  learn(replyMs: number): void {
    this.learnWay(replyMs)
    this.#keyMs.push(Math.max(0, replyMs - this.#shortestMs) / this.#count)
    if (this.#keyMs.length > REPLIES) this.#keyMs.shift()
    const workMs = Math.min(...this.#keyMs) * this.#count
    const factor = workMs > 0 ? AIM_MS / workMs : LARGEST_STEP
    const step = Math.min(LARGEST_STEP, Math.max(1 / LARGEST_STEP, factor))
    this.#count = Math.round(Math.min(MOST, Math.max(FEWEST, this.#count * step)))
  }
}
