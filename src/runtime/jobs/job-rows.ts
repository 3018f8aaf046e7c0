import { LIMITS } from '../../contract/limits'
import type { ProgressView } from '../../contract/handlers'
import type { FinishedRow, RunningRow, WaitingRow } from '../../contract/queue'
import { HandlerError } from '../../handlers/handler-error'
import type { FinishedJob, PendingRetry, RunningJob, WaitingJob } from '../../processor/background-processor'
import { KeyholdError } from '../../processor/errors'
import { cutText } from '../views/cut-text'
import { errorEnvelope } from '../views/error-envelope'
import { ownerView } from '../views/outcome-view'
import type { JobScript } from './job-runs'

/** Characters of a stack kept with a finished job. */
const LONGEST_STACK = 2_000
/** A whole page of waiting rows may have one each. */
const LONGEST_RETRY_STACK = 1_000

// Rows are written out member by member: they are made for every job, and a spread costs more than all the rest.

export function waitingRow(
  job: WaitingJob<string>,
  position: number,
  expectedWaitMs: number | undefined,
  /** Times that the job is run at most, as far as is known. */
  attempts: number,
): WaitingRow {
  return {
    jobId: job.jobId,
    key: job.key,
    backoffMs: job.backoffMs,
    argument: cutText(job.arg, LIMITS.argumentPreview),
    scheduledAt: job.scheduledAt,
    position,
    ageMs: Math.round(job.ageMs),
    expectedWaitMs,
    retry: job.retry && retryView(job.retry, attempts),
  }
}

function retryView({ attempt, dueAt, error }: PendingRetry, attempts: number): WaitingRow['retry'] {
  // The script that is active now may allow fewer than the one that failed.
  return {
    attempt,
    attempts: Math.max(attempt, attempts),
    dueAt,
    error: jobError(error, LONGEST_RETRY_STACK),
  }
}

export function runningRow(
  job: RunningJob<string>,
  progress: ProgressView | undefined,
  lines: number | undefined,
): RunningRow {
  return {
    jobId: job.jobId,
    key: job.key,
    backoffMs: job.backoffMs,
    argument: cutText(job.arg, LIMITS.argumentPreview),
    scheduledAt: job.scheduledAt,
    lane: job.lane,
    ageMs: Math.round(job.ageMs),
    runMs: Math.round(job.runMs),
    aborted: job.aborted,
    attempt: job.attempt,
    progress,
    startedAt: job.startedAt,
    lines,
  }
}

export function finishedRow(
  job: FinishedJob<string>,
  at: {
    readonly sequence: number
    readonly finishedAt: number
    readonly script: JobScript
    /** This app's own processor. */
    readonly instance: string
  },
): FinishedRow {
  return {
    jobId: job.jobId,
    key: job.key,
    backoffMs: job.backoffMs,
    argument: cutText(job.arg, LIMITS.argumentPreview),
    scheduledAt: job.scheduledAt,
    sequence: at.sequence,
    outcome: finishedOutcome(job),
    finishedAt: at.finishedAt,
    waitMs: job.waitMs,
    runMs: job.runMs,
    pauseMs: job.pauseMs,
    handler: at.script.file,
    handlerVersion: at.script.version,
    attempts: job.attempts,
    error: job.error === undefined ? undefined : jobError(job.error),
    owner: job.owner === undefined ? undefined : ownerView(job.owner, at.instance),
    confirmed: job.confirmed,
    generation: job.generation,
  }
}

/** The script host has a time limit of its own; for whoever reads the list it is the same end. */
export function finishedOutcome(job: FinishedJob<string>): FinishedJob<string>['outcome'] {
  const timedOut = job.error instanceof KeyholdError && job.error.code === 'timeout'
  return job.outcome === 'failed' && timedOut ? 'timeout' : job.outcome
}

/** @param longest characters of its stack that are kept */
export function jobError(error: unknown, longest = LONGEST_STACK): NonNullable<FinishedRow['error']> {
  const stack = scriptStack(error)
  return { ...errorEnvelope(error), ...(stack === undefined ? {} : { stack: cutText(stack, longest) }) }
}

/** The frames of the script that threw; Keyhold's own tell an operator nothing. */
function scriptStack(error: unknown): string | undefined {
  if (error instanceof HandlerError) return error.scriptStack || undefined
  return error instanceof Error && !(error instanceof KeyholdError) ? error.stack : undefined
}
