import type { QueueView, QueueVisitor, WaitingJob, Walked } from './background-processor'
import type { Job } from './job'
import type { WaitingLine } from './waiting-line'

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

  nextId(): number {
    return this.#waiting.nextId
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

  positionsOf(jobIds: readonly number[]): readonly number[] {
    return this.#waiting.positionsOf(jobIds)
  }
}
