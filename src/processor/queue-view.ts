import type { WaitingJob } from './background-processor'
import type { Job } from './job'
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

/** How the jobs of the waiting line are shown. */
export interface JobViews<Arg> {
  known(job: Job<Arg>): WaitingJob<Arg>
  /** Ms since acceptance. @param acceptedAt as the job has it */
  ageOf(acceptedAt: number): number
}

/** The waiting line as it is looked at from outside: views of its jobs, and the walk. */
export class WaitingLineView<Arg> implements QueueView<Arg> {
  readonly #waiting: WaitingLine<Arg>
  readonly #views: JobViews<Arg>

  constructor(waiting: WaitingLine<Arg>, views: JobViews<Arg>) {
    this.#waiting = waiting
    this.#views = views
  }

  beforeQueue(): number {
    return this.#waiting.beforeQueue
  }

  walk(fromJobId: number, most: number, visit: QueueVisitor): Walked {
    // One look at the clock for all of them.
    const sinceStart = this.#views.ageOf(0)
    return this.#waiting.walkQueue(fromJobId, most, ({ id, key, acceptedAt }) =>
      visit(id, key, sinceStart - acceptedAt),
    )
  }

  isWaiting(jobId: number): boolean {
    return this.#waiting.isWaiting(jobId)
  }

  waitingJob(jobId: number): WaitingJob<Arg> | undefined {
    const job = this.#waiting.find(jobId)
    return job && this.#views.known(job)
  }

  positionOf(jobId: number): number {
    return this.#waiting.positionOf(jobId)
  }
}
