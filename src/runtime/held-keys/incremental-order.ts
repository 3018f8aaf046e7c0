/**
 * Rows in sorted order while more of them arrive: only the new ones are sorted, then merged in, so that a table
 * that grows by pages costs one merge a look and not one sort. Equal rows stay in the order of their arrival.
 */
export class IncrementalOrder<Row> {
  readonly #compare: (a: Row, b: Row) => number
  #sorted: readonly Row[] = []

  constructor(compare: (a: Row, b: Row) => number) {
    this.#compare = compare
  }

  /** @param rows the same rows as in the call before, and perhaps more of them at the end */
  of(rows: readonly Row[]): readonly Row[] {
    if (rows.length !== this.#sorted.length) {
      const added = rows.slice(this.#sorted.length).sort(this.#compare)
      this.#sorted = this.#sorted.length === 0 ? added : this.#merge(this.#sorted, added)
    }
    return this.#sorted
  }

  #merge(left: readonly Row[], right: readonly Row[]): readonly Row[] {
    const merged: Row[] = []
    let nextLeft = 0
    for (const row of right) {
      for (let other = left[nextLeft]; other !== undefined; other = left[nextLeft]) {
        if (this.#compare(other, row) > 0) break
        merged.push(other)
        nextLeft += 1
      }
      merged.push(row)
    }
    for (const other of left.slice(nextLeft)) merged.push(other)
    return merged
  }
}
