import { LIMITS } from '../../../contract/limits'
import type { FinishedRow } from '../../../contract/queue'
import { KeyholdError } from '../../../processor/errors'
import type { ScheduleOutcome } from '../../../processor/outcomes'
import type { BulkFailure, BulkPlan, BulkStep } from '../../bulk/bulk-act'
import { redisFailureEnvelope } from '../../views/error-envelope'
import type { JobRequest } from '../job-request'

export interface ScheduleAgain {
  /** The newest first; one key once, since the second would be refused. */
  readonly jobs: readonly FinishedRow[]
  /** Whole argument of a finished job; undefined once it is no longer kept. */
  readonly argumentOf: (jobId: number) => string | undefined
  readonly schedule: (job: JobRequest) => Promise<ScheduleOutcome>
}

/**
 * Schedules finished jobs anew, each with its key, backoff and argument. Ends at the first failure of Redis: the
 * schedules after it would fail in the same way.
 */
export function scheduleAgainPlan({ jobs, argumentOf, schedule }: ScheduleAgain): BulkPlan {
  async function again({ jobId, key, backoffMs }: FinishedRow): Promise<BulkFailure | undefined> {
    const argument = argumentOf(jobId)
    if (argument === undefined) return { subject: key, reason: 'Its argument is no longer kept.' }
    const reason = refusalOf(await schedule({ key, backoffMs, argument }))
    return reason === undefined ? undefined : { subject: key, reason }
  }
  async function* steps(): AsyncIterable<BulkStep> {
    for (let from = 0; from < jobs.length; from += LIMITS.repeatBatch) {
      const batch = jobs.slice(from, from + LIMITS.repeatBatch)
      const failures = (await Promise.all(batch.map(again))).filter((failure) => failure !== undefined)
      yield { changed: batch.length - failures.length, failures }
    }
  }
  return { kind: 'schedule-again', total: jobs.length, steps }
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
