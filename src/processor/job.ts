import type { FinishedJob, RunningJob, WaitingJob } from './background-processor'
import type { Hold } from './dedup'
import type { HoldOwner, JobOutcome, ScheduleOutcome } from './outcomes'

/** From the reservation of its key to its end. Kept small: a queue may hold a million of them. */
export interface Job<Arg> {
  /** Its ticket in the queue, plus one; 0 until it is accepted. */
  id: number
  readonly key: string
  readonly backoffMs: number
  readonly arg: Arg
  /** Whole ms since the processor's start, by the monotonic clock. */
  acceptedAt: number
  state: 'taking' | 'waiting' | 'running' | 'ended'
  hold: Hold | undefined
  /** Schedules of the same key that came while the hold was being taken. */
  followers: ((outcome: ScheduleOutcome) => void)[] | undefined
}

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

export function viewRunning<Arg>(
  job: Job<Arg>,
  run: { readonly lane: number; readonly startedAt: number | undefined; readonly aborted: boolean },
  base: TimeBase,
  now: number,
): RunningJob<Arg> {
  return {
    ...viewWaiting(job, base, now),
    lane: run.lane,
    runMs: run.startedAt === undefined ? 0 : now - run.startedAt,
    aborted: run.aborted,
  }
}

/** How a job ended, at which age. */
interface End {
  readonly outcome: JobOutcome
  readonly ageMs: number
  readonly runMs: number
  readonly pauseMs: number
  readonly error?: unknown
  readonly owner?: HoldOwner
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
    waitMs: end.ageMs - end.runMs,
    runMs: end.runMs,
    pauseMs: end.pauseMs,
    confirmed,
    ...(end.error === undefined ? {} : { error: end.error }),
    ...(end.owner === undefined ? {} : { owner: end.owner }),
  }
}
