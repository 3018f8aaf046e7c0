/**
 * The largest of the values recorded in the last `windowMs`, by slots of a tenth of it: an old peak is forgotten
 * after at most 1.1 windows, at no cost a value.
 */
export class SlidingMaximum {
  static readonly #SLOTS = 10
  readonly #slotMs: number
  readonly #maxima = new Array<number>(SlidingMaximum.#SLOTS + 1).fill(0)
  #slot = 0

  constructor(windowMs: number) {
    this.#slotMs = windowMs / SlidingMaximum.#SLOTS
  }

  /** @param now monotonic ms, never less than before */
  record(value: number, now: number): void {
    this.#moveTo(now)
    const index = this.#slot % this.#maxima.length
    this.#maxima[index] = Math.max(this.#maxima[index] ?? 0, value)
  }

  /** 0 while nothing was recorded. */
  value(now: number): number {
    this.#moveTo(now)
    return Math.max(...this.#maxima)
  }

  #moveTo(now: number): void {
    const slot = Math.floor(now / this.#slotMs)
    const passed = Math.min(slot - this.#slot, this.#maxima.length)
    for (let i = 0; i < passed; i++) this.#maxima[(slot - i) % this.#maxima.length] = 0
    this.#slot = Math.max(slot, this.#slot)
  }
}
