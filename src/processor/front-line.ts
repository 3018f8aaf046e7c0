import type { Job } from './job'
import { SortedLine } from './sorted-line'

/** Jobs that go before the queue, oldest first: they were in it once, and have come back. */
export class FrontLine<Arg> {
  readonly #line = new SortedLine<Job<Arg>>((one, other) => one.id < other.id)
  readonly #byId = new Map<number, Job<Arg>>()

  get length(): number {
    return this.#byId.size
  }

  add(job: Job<Arg>): void {
    this.#line.insert(job)
    this.#byId.set(job.id, job)
  }

  takeFirst(): Job<Arg> | undefined {
    const job = this.#line.takeFirst()
    if (job !== undefined) this.#byId.delete(job.id)
    return job
  }

  get(jobId: number): Job<Arg> | undefined {
    return this.#byId.get(jobId)
  }

  remove(jobId: number): Job<Arg> | undefined {
    const job = this.#byId.get(jobId)
    if (job === undefined) return undefined
    this.#byId.delete(jobId)
    this.#line.remove(job)
    return job
  }

  range(offset: number, limit: number): readonly Job<Arg>[] {
    return this.#line.range(offset, limit)
  }
}
