import { FrontLine } from './front-line'
import type { Clock } from './clock'
import type { Job } from './job'
import type { Walked } from './background-processor'
import { Retries, type Retry } from './retries'
import { SyncQueue } from './sync-queue'

export interface WaitingLineOptions<Arg> {
  readonly initialCapacity: number
  readonly clock: Clock
  /** Jobs that a lane has handed to its handler and that have not started, in any order: they are waiting still. */
  readonly ahead: {
    readonly length: number
    get(jobId: number): Job<Arg> | undefined
    list(): readonly Job<Arg>[]
  }
  /** A job's moment has come to be run again. */
  readonly onDue: () => void
}

/**
 * All jobs that wait, in the order in which they are shown: handed over already; come back, or due again; waiting
 * for the moment of their next attempt; and the queue.
 */
export class WaitingLine<Arg> {
  readonly #ahead: WaitingLineOptions<Arg>['ahead']
  readonly #front = new FrontLine<Arg>()
  readonly #retries: Retries<Arg>
  readonly #queue: SyncQueue<Job<Arg>>
  #version = 0

  /** @throws KeyholdError `bad-capacity` */
  constructor(options: WaitingLineOptions<Arg>) {
    this.#ahead = options.ahead
    this.#queue = new SyncQueue(options.initialCapacity)
    this.#retries = new Retries(options.clock, (job) => {
      this.giveBack(job)
      options.onDue()
    })
  }

  get length(): number {
    return this.#ahead.length + this.#front.length + this.#retries.length + this.#queue.length
  }

  get nextId(): number {
    return this.#queue.nextTicket + 1
  }

  /** Jobs at the positions before the queue's own. */
  get beforeQueue(): number {
    return this.length - this.#queue.length
  }

  /** Grows whenever the list changes. */
  get version(): number {
    return this.#version
  }

  /** Something in the list has changed elsewhere: a job that was handed over has started, or has ended. */
  touch(): void {
    this.#version++
  }

  /** A new job, behind all others; its place in the queue is its id. */
  add(job: Job<Arg>): void {
    this.#version++
    job.id = this.#queue.enqueue(job) + 1
  }

  /** The next job that may run, taken out. */
  next(): Job<Arg> | undefined {
    const job = this.#front.length > 0 ? this.#front.takeFirst() : this.#queue.tryDequeue()
    if (job !== undefined) this.#version++
    return job
  }

  /** A job that was taken out has not run: it goes before the queue. */
  giveBack(job: Job<Arg>): void {
    this.#version++
    this.#front.add(job)
  }

  /**
   * A waiting job goes before all others; one that waits for its next attempt is due at once.
   * The place of one that was handed over counts once it comes back.
   * @returns false where it does not wait
   */
  putFirst(jobId: number): boolean {
    if (!this.isWaiting(jobId)) return false
    const job = this.#retries.hasten(jobId) ?? this.#queue.remove(jobId - 1)
    this.#front.putFirst(jobId)
    if (job !== undefined) this.#front.add(job)
    this.#version++
    return true
  }

  /** Jobs whose next attempt is not due. */
  get retrying(): number {
    return this.#retries.length
  }

  /** When the first of them is; monotonic ms. */
  get nextRetryAt(): number | undefined {
    return this.#retries.nextDueAt
  }

  /** An attempt has failed: the job waits here until the next may start. */
  retry(job: Job<Arg>, delayMs: number, error: unknown): Retry<Arg> {
    this.#version++
    this.#front.forget(job.id)
    return this.#retries.add(job, delayMs, error)
  }

  /** What is known of a job's failed attempts, until it is forgotten. */
  retryOf(job: Job<Arg>): Retry<Arg> | undefined {
    return this.#retries.get(job.id)
  }

  /** Runs of this job that have failed so far. */
  failedOf(job: Job<Arg>): number {
    return this.#retries.failedOf(job.id)
  }

  forget(job: Job<Arg>): void {
    this.#retries.forget(job.id)
    this.#front.forget(job.id)
  }

  /** The next job of all, whether its moment has come or not; taken out. */
  takeAny(): Job<Arg> | undefined {
    const job = this.next() ?? this.#retries.takeFirst()
    this.#version++
    return job
  }

  /** Takes out one that has not been handed over. */
  remove(jobId: number): Job<Arg> | undefined {
    const job = this.#front.remove(jobId) ?? this.#retries.remove(jobId) ?? this.#queue.remove(jobId - 1)
    if (job !== undefined) this.#version++
    return job
  }

  /** Takes out one that has never been called and is not handed over. @returns false where it is not so */
  removeUnstarted(job: Job<Arg>): boolean {
    return job.state === 'waiting' && this.failedOf(job) === 0 && this.remove(job.id) !== undefined
  }

  get(jobId: number): Job<Arg> | undefined {
    return this.#front.get(jobId) ?? this.#retries.get(jobId)?.job ?? this.#queue.get(jobId - 1)
  }

  isWaiting(jobId: number): boolean {
    const job = this.get(jobId)
    // A job that is tried again is known here while it runs, too, and after its end while its handler has not ended.
    return job === undefined ? this.#ahead.get(jobId) !== undefined : job.state === 'waiting'
  }

  /** A job while it waits, wherever. */
  find(jobId: number): Job<Arg> | undefined {
    const job = this.get(jobId)
    if (job !== undefined) return job.state === 'waiting' ? job : undefined
    return this.#ahead.get(jobId)
  }

  /** The jobs at positions `offset` … `offset + limit - 1`, without a copy of the queue. */
  range(offset: number, limit: number): readonly Job<Arg>[] {
    const parts = [
      { length: this.#ahead.length, range: this.#rangeAhead },
      this.#front,
      this.#retries,
      this.#queue,
    ]
    const jobs: Job<Arg>[] = []
    let skip = offset
    for (const part of parts) {
      if (jobs.length >= limit) break
      if (skip < part.length) jobs.push(...part.range(skip, limit - jobs.length))
      skip = Math.max(0, skip - part.length)
    }
    return jobs
  }

  /**
   * Walks the jobs of the queue, those before it left out, from a job id on.
   * @param most places looked at
   * @param visit false ends the walk before this job
   */
  walkQueue(fromJobId: number, most: number, visit: (job: Job<Arg>) => boolean): Walked {
    const { next, atEnd } = this.#queue.walk(fromJobId - 1, most, visit)
    return { next: next + 1, atEnd }
  }

  /** Where jobs wait, from 0; of one that is not here, where it would be in the queue. */
  positionsOf(jobIds: readonly number[]): readonly number[] {
    // Those ahead are put in order once for all, and only where one of them is asked for.
    const isAsked = jobIds.some((jobId) => this.#ahead.get(jobId) !== undefined)
    const ahead = isAsked ? this.#rangeAhead(0, this.#ahead.length) : []
    const places = new Map(ahead.map(({ id }, place) => [id, place]))
    return jobIds.map((jobId) => places.get(jobId) ?? this.#positionBehind(jobId))
  }

  /** Of a job that is not ahead. */
  #positionBehind(jobId: number): number {
    const { length } = this.#ahead
    const front = this.#front.positionOf(jobId)
    if (front !== undefined) return length + front
    const retry = this.#retries.placeOf(jobId)
    if (retry !== undefined) return length + this.#front.length + retry
    return this.beforeQueue + this.#queue.placeOf(jobId - 1)
  }

  readonly #rangeAhead = (offset: number, limit: number): readonly Job<Arg>[] =>
    this.#ahead
      .list()
      .toSorted((one, other) => this.#front.placeOf(one.id) - this.#front.placeOf(other.id))
      .slice(offset, offset + limit)
}
