import type { Clock, Unsubscribe } from './clock'
import type { Job } from './job'
import { SortedLine } from './sorted-line'

/** A job that has failed at least once and is to be run again. */
export interface Retry<Arg> {
  readonly job: Job<Arg>
  /** Runs that have failed. */
  readonly failed: number
  /** When the next one may start; monotonic ms. */
  readonly dueAt: number
  /** What the last one failed with. */
  readonly error: unknown
}

/** Jobs that wait for the moment of their next attempt, and how often each has been tried until its end. */
export class Retries<Arg> {
  readonly #clock: Clock
  readonly #onDue: (job: Job<Arg>) => void
  /** From a job's first failure to its end, while it runs again too. */
  readonly #retries = new Map<number, Retry<Arg>>()
  /** Those whose moment has not come, soonest first. */
  readonly #line = new SortedLine<Retry<Arg>>((one, other) =>
    one.dueAt === other.dueAt ? one.job.id < other.job.id : one.dueAt < other.dueAt,
  )
  #cancelTimer: Unsubscribe | undefined
  /** For when the timer is set; monotonic ms. */
  #timerDueAt = Number.POSITIVE_INFINITY

  /** @param onDue called when a job may run again */
  constructor(clock: Clock, onDue: (job: Job<Arg>) => void) {
    this.#clock = clock
    this.#onDue = onDue
  }

  /** Jobs whose moment has not come. */
  get length(): number {
    return this.#line.length
  }

  /** Runs of this job that have failed so far. */
  failedOf(jobId: number): number {
    return this.#retries.size === 0 ? 0 : (this.#retries.get(jobId)?.failed ?? 0)
  }

  get(jobId: number): Retry<Arg> | undefined {
    return this.#retries.size === 0 ? undefined : this.#retries.get(jobId)
  }

  /** An attempt has failed, and the next may start after a delay. */
  add(job: Job<Arg>, delayMs: number, error: unknown): Retry<Arg> {
    const dueAt = this.#clock.monotonic() + delayMs
    const retry = { job, failed: this.failedOf(job.id) + 1, dueAt, error }
    this.#retries.set(job.id, retry)
    this.#line.insert(retry)
    this.#setTimer()
    return retry
  }

  /** Takes a job out whose moment has not come. */
  remove(jobId: number): Job<Arg> | undefined {
    const retry = this.get(jobId)
    if (retry === undefined || !this.#line.remove(retry)) return undefined
    this.#setTimer()
    return retry.job
  }

  /** Takes a job out whose moment has not come: it may run again at once. */
  hasten(jobId: number): Job<Arg> | undefined {
    const retry = this.get(jobId)
    const job = this.remove(jobId)
    if (retry !== undefined && job !== undefined) {
      this.#retries.set(jobId, { ...retry, dueAt: this.#clock.monotonic() })
    }
    return job
  }

  /** When the first may run again; monotonic ms. */
  get nextDueAt(): number | undefined {
    return this.#line.first()?.dueAt
  }

  takeFirst(): Job<Arg> | undefined {
    const job = this.#line.takeFirst()?.job
    this.#setTimer()
    return job
  }

  /** The job has ended. */
  forget(jobId: number): void {
    if (this.#retries.size > 0) this.#retries.delete(jobId)
  }

  /** Jobs here before this one; undefined where it does not wait here. */
  placeOf(jobId: number): number | undefined {
    const retry = this.get(jobId)
    if (retry === undefined) return undefined
    const place = this.#line.placeOf(retry)
    return this.#line.range(place, 1)[0] === retry ? place : undefined
  }

  range(offset: number, limit: number): readonly Job<Arg>[] {
    return this.#line.range(offset, limit).map(({ job }) => job)
  }

  #setTimer(): void {
    const dueAt = this.#line.first()?.dueAt ?? Number.POSITIVE_INFINITY
    if (dueAt === this.#timerDueAt) return
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#timerDueAt = dueAt
    if (dueAt === Number.POSITIVE_INFINITY) return
    const delayMs = Math.max(0, dueAt - this.#clock.monotonic())
    this.#cancelTimer = this.#clock.after(delayMs, () => this.#pass(), { keepAlive: false })
  }

  #pass(): void {
    this.#timerDueAt = Number.POSITIVE_INFINITY
    const now = this.#clock.monotonic()
    // A timer may fire a fraction of a millisecond early.
    for (let next = this.#line.first(); next && next.dueAt <= now + 1; next = this.#line.first()) {
      this.#line.takeFirst()
      this.#onDue(next.job)
    }
    this.#setTimer()
  }
}
