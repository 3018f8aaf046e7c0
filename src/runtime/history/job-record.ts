import type { FinishedJob } from '../../processor/background-processor'
import type { HoldOwner } from '../../processor/outcomes'
import type { JobRecord, StoredError, StoredLine, StoredOutcome } from '../../store/records'
import { finishedOutcome, jobError } from '../jobs/job-rows'
import type { JobScript } from '../jobs/job-runs'

/** Characters of a stack that are kept. */
const LONGEST_STACK = 8_000

/** What is known of a job's end beside what the processor tells. */
export interface RecordedWith {
  readonly run: string
  readonly host: string
  readonly finishedAt: number
  readonly script: JobScript
  /** What it wrote; `at` is ms since the epoch. */
  readonly lines: readonly StoredLine[]
}

const NO_LINES: readonly StoredLine[] = []

/**
 * A finished job as its history has it, written out member by member: one is made for every job.
 * @returns undefined for one that a stop left to the next run: it has not ended
 */
export function jobRecord(job: FinishedJob<string>, at: RecordedWith): JobRecord | undefined {
  if (job.leftAtStop === 'keep') return undefined
  const startedAt = startOf(job, at.finishedAt)
  return {
    run: at.run,
    jobId: job.jobId,
    key: job.key,
    backoffMs: job.backoffMs,
    argument: job.arg,
    handler: at.script.file,
    handlerVersion: at.script.version,
    host: at.host,
    scheduledAt: job.scheduledAt,
    startedAt,
    finishedAt: at.finishedAt,
    waitMs: job.waitMs,
    runMs: job.runMs,
    pauseMs: job.pauseMs,
    outcome: outcomeOf(job),
    attempt: job.attempts,
    error: errorOf(job),
    lines: at.lines.length === 0 ? NO_LINES : sinceStart(at.lines, startedAt ?? job.scheduledAt),
  }
}

/** The moment that a stored line's own is counted from. */
export function linesBegin({ startedAt, scheduledAt }: Pick<JobRecord, 'startedAt' | 'scheduledAt'>): number {
  return startedAt ?? scheduledAt
}

function sinceStart(lines: readonly StoredLine[], start: number): StoredLine[] {
  return lines.map(({ level, text, at }) => ({ level, text, at: at - start }))
}

/**
 * Of its last run. What waited for the next one when it ended had none that is known. Fractions of a ms may put it
 * behind the end, which is told in whole ones.
 */
function startOf(
  { attempts, outcome, runMs, scheduledAt, waitMs }: FinishedJob<string>,
  finishedAt: number,
): number | undefined {
  const waited = attempts === 0 || (outcome === 'cancelled' && runMs === 0)
  return waited ? undefined : Math.min(scheduledAt + waitMs, finishedAt)
}

function outcomeOf(job: FinishedJob<string>): StoredOutcome {
  return job.leftAtStop === 'release' ? 'dropped' : finishedOutcome(job)
}

function errorOf({ error, owner }: FinishedJob<string>): StoredError | undefined {
  if (error !== undefined) {
    const { code, message, stack } = jobError(error, LONGEST_STACK)
    return { code, message, stack }
  }
  if (owner === undefined) return undefined
  return { code: 'lost-to', message: `Its key was taken by ${ownerName(owner)} before it could run.` }
}

function ownerName(owner: HoldOwner): string {
  switch (owner.kind) {
    case 'keyhold':
      return `${owner.host} (instance ${owner.instance})`
    case 'go-io':
      return 'a go-io client'
    case 'unknown':
      return 'an unknown client'
  }
}
