import { LIMITS } from '../../../contract/limits'
import type { FinishedRow } from '../../../contract/queue'
import { KeyholdError } from '../../../processor/errors'
import type { ScheduleOutcome } from '../../../processor/outcomes'
import type { BulkFailure, BulkPlan, BulkStep, Unreached } from '../../bulk/bulk-act'
import { errorEnvelope, redisFailureEnvelope } from '../../views/error-envelope'
import type { JobRequest } from '../job-request'

export interface ScheduleAgain {
  /** The newest first. */
  readonly jobs: readonly FinishedRow[]
  /** Those that were asked for; some may not be remembered any more. */
  readonly total: number
  /** Whole argument of a finished job; undefined once it is no longer kept. */
  readonly argumentOf: (jobId: number) => string | undefined
  readonly schedule: (job: JobRequest) => Promise<ScheduleOutcome>
}

/**
 * Schedules finished jobs anew, each with its key, backoff and argument; of several with one key the newest. Ends with
 * the batch in which Redis failed first: the schedules after it would fail in the same way.
 */
export function scheduleAgainPlan({ jobs, total, argumentOf, schedule }: ScheduleAgain): BulkPlan {
  const keys = new Set<string>()
  let reached = 0
  async function again({ jobId, key, backoffMs }: FinishedRow): Promise<string | undefined> {
    const argument = argumentOf(jobId)
    if (argument === undefined) return 'Its argument is no longer kept.'
    if (keys.has(key)) return 'A newer job with this key was selected too: a key is scheduled once.'
    keys.add(key)
    return refusalOf(await schedule({ key, backoffMs, argument }))
  }
  async function* steps(): AsyncIterable<BulkStep> {
    for (let from = 0; from < jobs.length; from += LIMITS.repeatBatch) {
      const batch = jobs.slice(from, from + LIMITS.repeatBatch)
      const ends = await Promise.allSettled(batch.map(again))
      reached += batch.length
      const failures = ends.flatMap((end, index) => failureOf(batch[index]?.key ?? '', end))
      yield { changed: batch.length - failures.length, failures }
      // What was scheduled beside it is in the account first.
      const failed = ends.find((end) => end.status === 'rejected')
      if (failed) throw failed.reason
    }
  }
  const unreached = (): Unreached => {
    const left = jobs.slice(reached)
    return { count: left.length, subjects: left.map(({ key }) => key) }
  }
  return { kind: 'schedule-again', total, steps, unreached }
}

function failureOf(
  subject: string,
  end: PromiseSettledResult<string | undefined>,
): BulkFailure | readonly [] {
  if (end.status === 'rejected') return { subject, reason: errorEnvelope(end.reason).message }
  return end.value === undefined ? [] : { subject, reason: end.value }
}

/**
 * @returns why it was not scheduled; undefined where it was
 * @throws KeyholdError where no further one would be either
 */
function refusalOf(outcome: ScheduleOutcome): string | undefined {
  switch (outcome.outcome) {
    case 'scheduled':
      return undefined
    case 'queued-here':
      return `A job with this key ${outcome.state === 'running' ? 'runs' : 'waits'} here already.`
    case 'held':
      return 'Its key is held in Redis.'
    case 'redis-error': {
      const { code, message, remedy } = redisFailureEnvelope(outcome)
      throw new KeyholdError(code, message, remedy)
    }
    case 'journal-error':
      throw new KeyholdError('journal-error', outcome.message, 'Check the free space of the disk.')
    case 'stopped':
      throw new KeyholdError(
        'stopped',
        'The processor was stopped.',
        'Start it again, then schedule the rest.',
      )
  }
}
