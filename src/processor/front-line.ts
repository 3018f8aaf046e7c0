import type { Job } from './job'
import { SortedLine } from './sorted-line'

interface Placed<Arg> {
  readonly job: Job<Arg>
  readonly place: number
}

/**
 * Jobs that go before the queue: those that were put first, the last one put there before all others; then, oldest
 * first, those that were in it once and have come back.
 */
export class FrontLine<Arg> {
  readonly #line = new SortedLine<Placed<Arg>>((one, other) => one.place < other.place)
  readonly #byId = new Map<number, Placed<Arg>>()
  /** Places of jobs that were put first, until they have run: one that comes back keeps it. */
  readonly #firsts = new Map<number, number>()
  /** Below every id, and below every one given before. */
  #lowest = 0

  get length(): number {
    return this.#byId.size
  }

  add(job: Job<Arg>): void {
    const placed = { job, place: this.placeOf(job.id) }
    this.#line.insert(placed)
    this.#byId.set(job.id, placed)
  }

  /** Goes before all others from now on, whether it is here or comes later. */
  putFirst(jobId: number): void {
    const job = this.remove(jobId)
    this.#lowest -= 1
    this.#firsts.set(jobId, this.#lowest)
    if (job !== undefined) this.add(job)
  }

  /** It has run: coming back, it has no place before others any more. */
  forget(jobId: number): void {
    if (this.#firsts.size > 0) this.#firsts.delete(jobId)
  }

  /** The lower goes before. */
  placeOf(jobId: number): number {
    return this.#firsts.size === 0 ? jobId : (this.#firsts.get(jobId) ?? jobId)
  }

  takeFirst(): Job<Arg> | undefined {
    const job = this.#line.takeFirst()?.job
    if (job !== undefined) this.#byId.delete(job.id)
    return job
  }

  get(jobId: number): Job<Arg> | undefined {
    return this.#byId.get(jobId)?.job
  }

  remove(jobId: number): Job<Arg> | undefined {
    const placed = this.#byId.get(jobId)
    if (placed === undefined) return undefined
    this.#byId.delete(jobId)
    this.#line.remove(placed)
    return placed.job
  }

  /** Jobs here before this one; undefined where it does not wait here. */
  positionOf(jobId: number): number | undefined {
    const placed = this.#byId.get(jobId)
    return placed && this.#line.placeOf(placed)
  }

  range(offset: number, limit: number): readonly Job<Arg>[] {
    return this.#line.range(offset, limit).map(({ job }) => job)
  }
}
