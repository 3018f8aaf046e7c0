import type { FinishedJob, RetryingJob, RunningJob, WaitingJob } from './background-processor'
import type { Job } from './job'
import type { JobRun } from './job-run'
import type { HoldOwner, JobOutcome } from './outcomes'
import type { Retry } from './retries'

/** The processor's start: what turns a job's small numbers into times. */
export interface TimeBase {
  /** Ms since the epoch. */
  readonly wall: number
  readonly monotonic: number
}

export function viewWaiting<Arg>(job: Job<Arg>, base: TimeBase, now: number): WaitingJob<Arg> {
  return {
    jobId: job.id,
    key: job.key,
    backoffMs: job.backoffMs,
    arg: job.arg,
    scheduledAt: base.wall + job.acceptedAt,
    ageMs: Math.max(0, now - base.monotonic - job.acceptedAt),
  }
}

export function viewRetrying<Arg>(retry: Retry<Arg>, base: TimeBase, now: number): RetryingJob<Arg> {
  const { job, failed, dueAt, error } = retry
  return {
    ...viewWaiting(job, base, now),
    retry: { attempt: failed + 1, dueAt: base.wall + dueAt - base.monotonic, error },
  }
}

export function viewRunning<Arg>(run: JobRun<Arg>, base: TimeBase, now: number): RunningJob<Arg> {
  return {
    ...viewWaiting(run.job, base, now),
    lane: run.lane,
    attempt: run.attempt,
    runMs: run.startedAt === undefined ? 0 : now - run.startedAt,
    // The wall clock tells whole ms, cut: rounded up, no start lies before its job's acceptance.
    startedAt:
      run.startedAt === undefined ? undefined : Math.ceil(base.wall + run.startedAt - base.monotonic),
    aborted: run.abortCause !== undefined,
  }
}

/** How a job ended, at which age. */
interface End {
  readonly outcome: JobOutcome
  readonly ageMs: number
  readonly runMs: number
  readonly pauseMs: number
  readonly attempts: number
  readonly error?: unknown
  readonly owner?: HoldOwner | undefined
  /** Of the hold that it had. */
  readonly generation: string | undefined
  readonly leftAtStop?: FinishedJob<unknown>['leftAtStop'] | undefined
}

export function viewFinished<Arg>(
  job: Job<Arg>,
  end: End,
  confirmed: boolean,
  base: TimeBase,
): FinishedJob<Arg> {
  return {
    jobId: job.id,
    key: job.key,
    backoffMs: job.backoffMs,
    arg: job.arg,
    outcome: end.outcome,
    scheduledAt: base.wall + job.acceptedAt,
    // The moment of acceptance is kept in whole ms: it may lie a part of one after the start.
    waitMs: Math.max(0, end.ageMs - end.runMs),
    runMs: end.runMs,
    pauseMs: end.pauseMs,
    attempts: end.attempts,
    confirmed,
    generation: end.generation,
    ...(end.error === undefined ? {} : { error: end.error }),
    ...(end.owner === undefined ? {} : { owner: end.owner }),
    ...(end.leftAtStop === undefined ? {} : { leftAtStop: end.leftAtStop }),
  }
}
