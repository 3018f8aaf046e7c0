import type { HistoryOutcome, KeyMoment } from '../../contract/history'
import type { KeyEventRow } from '../../store/records'
import { jobHere } from '../jobs/job-here'
import type { RuntimeParts } from '../runtime-parts'
import { readRefusal, readRelease, readRetry } from './key-details'

/** What the moments of a job that has ended are derived from. */
export interface EndedJob {
  readonly id?: number
  readonly jobId: number
  readonly backoffMs: number
  readonly handler: string
  readonly scheduledAt: number
  readonly startedAt?: number | undefined
  readonly finishedAt: number
  readonly runMs: number
  readonly outcome: HistoryOutcome
  readonly attempts: number
  readonly error?: { readonly code: string; readonly message: string } | undefined
}

/**
 * A job's ordinary steps, the newest first. They follow from its row and are kept nowhere else: to write each of them
 * would cost more than the job.
 */
export function momentsOfJob(job: EndedJob): KeyMoment[] {
  const { id, jobId, backoffMs, handler, scheduledAt, startedAt, finishedAt, runMs, outcome, error } = job
  const moments: KeyMoment[] = [
    { event: 'scheduled', at: scheduledAt, jobId, backoffMs },
    {
      event: 'ended',
      at: finishedAt,
      jobId,
      outcome,
      runMs,
      ...(id === undefined ? {} : { id }),
      ...(error ? { error: { code: error.code, message: error.message } } : {}),
    },
  ]
  if (startedAt !== undefined) {
    moments.push({ event: 'started', at: startedAt, jobId, attempt: Math.max(1, job.attempts), handler })
  }
  // Whoever took its key holds it now; what ran when the app ended settled nothing.
  if (outcome !== 'lost-to' && outcome !== 'interrupted') {
    const until = scheduledAt + backoffMs
    const isKept = startedAt !== undefined && until > finishedAt
    moments.push({ event: 'settled', at: finishedAt, jobId, ...(isKept ? { heldUntil: until } : {}) })
  }
  return newestFirst(moments)
}

/** An event that is kept beside the jobs; none where this app does not understand it. */
export function momentOfEvent({
  kind,
  firstAt,
  lastAt,
  count,
  jobId,
  detail,
}: KeyEventRow): KeyMoment | undefined {
  switch (kind) {
    case 'refused': {
      const reason = readRefusal(detail)
      return reason && { event: 'refused', at: lastAt, firstAt, count, reason }
    }
    case 'retry': {
      const retry = readRetry(detail)
      return retry && jobId !== undefined ? { event: 'retry', at: lastAt, jobId, ...retry } : undefined
    }
    case 'release': {
      const release = readRelease(detail)
      return (
        release && { event: 'released', at: lastAt, ...release, ...(jobId === undefined ? {} : { jobId }) }
      )
    }
    default:
      // The other kinds follow from the jobs' rows.
      return undefined
  }
}

/** What is known of the job of a key that waits or runs here, the newest first. */
export function momentsHere(
  { processor, runs }: Pick<RuntimeParts, 'processor' | 'runs'>,
  key: string,
): KeyMoment[] {
  const here = jobHere(processor, key)
  const job = here && processor.findJob({ jobId: here.jobId })
  if (here === undefined || job === undefined) return []
  const { jobId, backoffMs, scheduledAt } = job
  const moments: KeyMoment[] = [{ event: 'scheduled', at: scheduledAt, jobId, backoffMs, now: here.state }]
  const running = processor.runningJobs().find((one) => one.jobId === jobId)
  if (running?.startedAt !== undefined) {
    moments.push({
      event: 'started',
      at: running.startedAt,
      jobId,
      attempt: running.attempt,
      handler: runs.scriptOf(jobId).file,
    })
  }
  return newestFirst(moments)
}

/** In the order of a job's life, for what happened in the same millisecond. */
const RANK: Readonly<Record<KeyMoment['event'], number>> = {
  released: 0,
  scheduled: 1,
  refused: 2,
  started: 3,
  retry: 4,
  ended: 5,
  settled: 6,
}

export function newestFirst(moments: readonly KeyMoment[]): KeyMoment[] {
  return [...moments].sort((one, other) => other.at - one.at || RANK[other.event] - RANK[one.event])
}
