/**
 * The newest rows of a list that never ends, in a ring: a push costs the same at the first and at the millionth
 * row, and what is remembered never grows past the capacity.
 */
export class RecentLog<Row> {
  readonly #capacity: number
  readonly #ring: Row[] = []
  #pushed = 0

  /** @param capacity rows kept; a whole number above 0 */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /**
   * Adds a row; the oldest goes when there are more than the capacity.
   * @param make gets the row's sequence: 1 for the first ever pushed, one more for each
   */
  push(make: (sequence: number) => Row): void {
    const row = make(this.#pushed + 1)
    this.#ring[this.#pushed % this.#capacity] = row
    this.#pushed += 1
  }

  /** Grows with every push. */
  get version(): number {
    return this.#pushed
  }

  /** Rows that `newest` can give. */
  get count(): number {
    return this.#ring.length
  }

  /**
   * @param offset 0 is the newest row
   * @returns up to `limit` rows, newest first, without a copy of the others
   */
  newest(offset: number, limit: number): Row[] {
    const rows: Row[] = []
    const end = Math.min(this.count, offset + limit)
    for (let index = offset; index < end; index += 1) {
      const row = this.#ring[(this.#pushed - 1 - index) % this.#capacity]
      if (row !== undefined) rows.push(row)
    }
    return rows
  }
}
