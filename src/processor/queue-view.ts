import type { WaitingJob } from './background-processor'
import type { Clock } from './clock'
import type { Job } from './job'
import { viewRetrying, viewWaiting, type TimeBase } from './job-views'
import type { WaitingLine } from './waiting-line'

/** Told of a job without a view being made: a walk may meet a million. @param ageMs since acceptance */
export type QueueVisitor = (jobId: number, key: string, ageMs: number) => boolean

/** A piece of a walk. */
export interface Walked {
  /** Where the next piece begins. */
  readonly next: number
  /** Nothing waits behind it. */
  readonly atEnd: boolean
}

/** For looking at all waiting jobs, piece by piece, whatever comes and leaves meanwhile. */
export interface QueueView<Arg> {
  /** Jobs at the first positions that wait before the queue itself: handed over, come back, or to be run again. */
  beforeQueue(): number
  /**
   * Walks the queue itself, oldest first, in pieces between which jobs may come and leave. Ids grow in the order of
   * acceptance, and so does the walk.
   * @param fromJobId the first id that is looked at: 0, or where the piece before ended
   * @param most places looked at, those of cancelled jobs included: what one call may cost
   * @param visit gets each job; false ends the piece before it. It must not change the queue
   */
  walk(fromJobId: number, most: number, visit: QueueVisitor): Walked
  isWaiting(jobId: number): boolean
  /** A job while it waits, wherever; undefined once it runs or has ended. */
  waitingJob(jobId: number): WaitingJob<Arg> | undefined
  /** Where a job waits (0 is next to run); of an id that does not wait, where it would be in the queue. */
  positionOf(jobId: number): number
}

export interface QueueViewOptions<Arg> {
  readonly waiting: WaitingLine<Arg>
  readonly clock: Clock
  readonly base: TimeBase
  /** A job that has been accepted and has not ended. */
  readonly find: (jobId: number) => Job<Arg> | undefined
}

/** The waiting line as it is looked at from outside: views of its jobs, and the walk. */
export class WaitingLineView<Arg> implements QueueView<Arg> {
  readonly #options: QueueViewOptions<Arg>

  constructor(options: QueueViewOptions<Arg>) {
    this.#options = options
  }

  beforeQueue(): number {
    return this.#options.waiting.beforeQueue
  }

  walk(fromJobId: number, most: number, visit: QueueVisitor): Walked {
    const { waiting, clock, base } = this.#options
    const sinceStart = clock.monotonic() - base.monotonic
    return waiting.walkQueue(fromJobId, most, ({ id, key, acceptedAt }) =>
      visit(id, key, sinceStart - acceptedAt),
    )
  }

  isWaiting(jobId: number): boolean {
    return this.#options.waiting.isWaiting(jobId)
  }

  waitingJob(jobId: number): WaitingJob<Arg> | undefined {
    const job = this.#options.find(jobId)
    return job?.state === 'waiting' ? this.view(job) : undefined
  }

  positionOf(jobId: number): number {
    return this.#options.waiting.positionOf(jobId)
  }

  range(offset: number, limit: number): readonly WaitingJob<Arg>[] {
    return this.#options.waiting.range(offset, limit).map((job) => this.view(job))
  }

  view(job: Job<Arg>): WaitingJob<Arg> {
    const { waiting, clock, base } = this.#options
    const now = clock.monotonic()
    const retry = job.state === 'waiting' ? waiting.retryOf(job) : undefined
    return retry === undefined ? viewWaiting(job, base, now) : viewRetrying(retry, base, now)
  }
}
