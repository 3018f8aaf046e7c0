/** Items in an order of their own; no two are equal in it. The first leaves at no cost, others by binary search. */
export class SortedLine<T> {
  readonly #isBefore: (one: T, other: T) => boolean
  #items: T[] = []
  /** Items before this one have left. */
  #head = 0

  constructor(isBefore: (one: T, other: T) => boolean) {
    this.#isBefore = isBefore
  }

  get length(): number {
    return this.#items.length - this.#head
  }

  first(): T | undefined {
    return this.#items[this.#head]
  }

  insert(item: T): void {
    this.#items.splice(this.#placeOf(item), 0, item)
  }

  takeFirst(): T | undefined {
    const item = this.#items[this.#head]
    if (item === undefined) return undefined
    this.#head++
    if (this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  /** @returns whether it was there */
  remove(item: T): boolean {
    const place = this.#placeOf(item)
    if (this.#items[place] !== item) return false
    this.#items.splice(place, 1)
    return true
  }

  /** Items before it, whether it is here or not. */
  placeOf(item: T): number {
    return this.#placeOf(item) - this.#head
  }

  range(offset: number, limit: number): T[] {
    const from = this.#head + offset
    return this.#items.slice(from, from + limit)
  }

  /** Where it is, or belongs. */
  #placeOf(item: T): number {
    let from = this.#head
    let to = this.#items.length
    while (from < to) {
      const middle = (from + to) >> 1
      const other = this.#items[middle]
      if (other !== undefined && this.#isBefore(other, item)) from = middle + 1
      else to = middle
    }
    return from
  }
}
