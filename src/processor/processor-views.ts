import type { FinishedJob, RetryingJob, RunningJob, StartWaits, WaitingJob } from './background-processor'
import type { Clock } from './clock'
import type { Job } from './job'
import type { JobRun } from './job-run'
import type { RunEnd } from './job-runner'
import { viewFinished, viewRetrying, viewRunning, viewWaiting, type TimeBase } from './job-views'
import type { Lanes } from './lanes'
import type { JobOutcome } from './outcomes'
import type { Retry } from './retries'
import type { WaitingLine } from './waiting-line'

export interface ProcessorViewsParts<Arg> {
  readonly clock: Clock
  readonly base: TimeBase
  readonly waiting: WaitingLine<Arg>
  readonly lanes: Lanes<Arg>
}

/** What a processor shows of its jobs, each as it is at the moment of asking. */
export class ProcessorViews<Arg> {
  readonly #parts: ProcessorViewsParts<Arg>

  constructor(parts: ProcessorViewsParts<Arg>) {
    this.#parts = parts
  }

  range(offset: number, limit: number): readonly WaitingJob<Arg>[] {
    return this.#parts.waiting.range(offset, limit).map((job) => this.known(job))
  }

  /** A job that waits or runs. */
  jobOf(jobId: number): Job<Arg> | undefined {
    const { waiting, lanes } = this.#parts
    return waiting.find(jobId) ?? lanes.find(jobId)?.job
  }

  running(): readonly RunningJob<Arg>[] {
    return this.#parts.lanes.running().map((run) => this.started(run))
  }

  /** Ms since a job was accepted, by its `acceptedAt`. */
  ageOf(acceptedAt: number): number {
    return this.#now() - this.#parts.base.monotonic - acceptedAt
  }

  accepted(job: Job<Arg>): WaitingJob<Arg> {
    return viewWaiting(job, this.#parts.base, this.#now())
  }

  /** A job that has not ended, with its retry where it waits for one. */
  known(job: Job<Arg>): WaitingJob<Arg> {
    const retry = job.state === 'waiting' ? this.#parts.waiting.retryOf(job) : undefined
    return retry === undefined ? this.accepted(job) : this.retrying(retry)
  }

  started(run: JobRun<Arg>): RunningJob<Arg> {
    return viewRunning(run, this.#parts.base, this.#now())
  }

  retrying(retry: Retry<Arg>): RetryingJob<Arg> {
    return viewRetrying(retry, this.#parts.base, this.#now())
  }

  /** The end of a run. To be made before the job is forgotten, and shown after. */
  ended(run: JobRun<Arg>, end: RunEnd): () => FinishedJob<Arg> {
    const { job, startedAt, attempt, confirmed } = run
    const error = end.error ?? this.#earlierError(job, end.outcome)
    const generation = run.generation ?? job.hold?.generation
    const attempts = startedAt === undefined ? attempt - 1 : attempt
    return () =>
      viewFinished(
        job,
        { ...end, error, generation, attempts, ageMs: this.#ageOf(job) },
        confirmed,
        this.#parts.base,
      )
  }

  /**
   * The end of a job that waited. To be made before it is forgotten, and shown after.
   * @param leftAtStop what a stop does with its hold; undefined where no stop ended it
   */
  dropped(job: Job<Arg>, leftAtStop: FinishedJob<Arg>['leftAtStop']): () => FinishedJob<Arg> {
    const attempts = this.#parts.waiting.failedOf(job)
    const error = this.#earlierError(job, 'cancelled')
    const generation = job.hold?.generation
    const end = {
      outcome: 'cancelled',
      runMs: 0,
      pauseMs: 0,
      attempts,
      error,
      generation,
      leftAtStop,
    } as const
    return () => viewFinished(job, { ...end, ageMs: this.#ageOf(job) }, true, this.#parts.base)
  }

  startWaits(): StartWaits {
    const { lanes, waiting } = this.#parts
    const pauses = lanes.pauses()
    const [first] = pauses
    const dueAt = waiting.nextRetryAt
    return {
      pausingLanes: pauses.length,
      pause: first && { ms: first.ms, endsAt: this.#wallOf(first.endsAt) },
      retrying: waiting.retrying,
      retryDueAt: dueAt === undefined ? undefined : this.#wallOf(dueAt),
    }
  }

  /** A job that is cancelled after an attempt has failed still tells with what. */
  #earlierError(job: Job<Arg>, outcome: JobOutcome): unknown {
    return outcome === 'cancelled' ? this.#parts.waiting.retryOf(job)?.error : undefined
  }

  #now(): number {
    return this.#parts.clock.monotonic()
  }

  #ageOf(job: Job<Arg>): number {
    return Math.max(0, this.#now() - this.#parts.base.monotonic - job.acceptedAt)
  }

  #wallOf(monotonic: number): number {
    const { base } = this.#parts
    return base.wall + monotonic - base.monotonic
  }
}
