/** The mean of the last values: a sliding window, so that what was slow an hour ago is forgotten. */
export class RecentMean {
  readonly #window: number
  readonly #values: number[] = []
  #added = 0
  #sum = 0

  /** @param window values that count; a whole number above 0 */
  constructor(window: number) {
    this.#window = window
  }

  add(value: number): void {
    const slot = this.#added % this.#window
    this.#sum += value - (this.#values[slot] ?? 0)
    this.#values[slot] = value
    this.#added += 1
  }

  /** Undefined before the first value. */
  value(): number | undefined {
    return this.#values.length === 0 ? undefined : Math.max(0, this.#sum) / this.#values.length
  }
}
