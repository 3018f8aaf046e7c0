/** Ids of jobs in ascending order, each once, up to a bound. */
export class KeptIds {
  readonly #most: number
  #ids: number[] = []

  constructor(most: number) {
    this.#most = most
  }

  get length(): number {
    return this.#ids.length
  }

  get room(): number {
    return this.#most - this.#ids.length
  }

  has(id: number): boolean {
    return this.#ids[this.#placeOf(id)] === id
  }

  range(from: number, to: number): readonly number[] {
    return this.#ids.slice(from, to)
  }

  /** @param ids ascending, none of them known, not more than there is room for */
  add(ids: readonly number[]): void {
    const first = ids[0]
    if (first === undefined) return
    const place = this.#placeOf(first)
    // Nearly always behind all others: jobs are found in the order of their acceptance.
    const behind = this.#ids.splice(place)
    for (const id of merged(behind, ids)) this.#ids.push(id)
  }

  /** Takes these instead. @param ids ascending */
  replace(ids: number[]): void {
    this.#ids = ids
  }

  /** Where it is, or belongs. */
  #placeOf(id: number): number {
    let from = 0
    let to = this.#ids.length
    while (from < to) {
      const middle = (from + to) >> 1
      if ((this.#ids[middle] ?? id) < id) from = middle + 1
      else to = middle
    }
    return from
  }
}

function merged(left: readonly number[], right: readonly number[]): readonly number[] {
  if (left.length === 0) return right
  // Two runs that are in order each: the sort of the platform only merges them.
  return [...left, ...right].sort((one, other) => one - other)
}
