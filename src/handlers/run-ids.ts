import { PLACES } from './run-marks'

/**
 * Ids of requests, in order. None shares the place of its marks with one that is open, unless all are taken: a run
 * that lasts while many thousands end beside it stays marked as started.
 */
export class RunIds {
  readonly #places = new Set<number>()
  #next = 1

  take(): number {
    while (this.#places.size < PLACES && this.#places.has(this.#next % PLACES)) this.#next += 1
    this.#places.add(this.#next % PLACES)
    return this.#next++
  }

  free(id: number): void {
    this.#places.delete(id % PLACES)
  }
}
