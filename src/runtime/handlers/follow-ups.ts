import type { HandlerRun, ScheduleAnswer, ScheduleRequest } from '../../handlers/handler-runner'
import type { BackgroundProcessor } from '../../processor/background-processor'
import { KeyholdError } from '../../processor/errors'
import type { ScheduleOutcome } from '../../processor/outcomes'
import { checkJob } from '../jobs/job-request'

/** Jobs that one job may schedule, all its attempts together: a loop without end must not fill the queue. */
export const FOLLOW_UPS_PER_JOB = 10_000

type Processor = Pick<BackgroundProcessor<string>, 'findJob' | 'scheduleWithReason'>

/** The jobs that handlers schedule: through the same dedup as the operator's, each job with a bound of its own. */
export class FollowUps {
  readonly #processor: Processor
  readonly #changed: () => void
  /** Of the jobs that have not ended and have asked for any. */
  readonly #asked = new Map<number, number>()

  constructor(processor: Processor, changed: () => void) {
    this.#processor = processor
    this.#changed = changed
  }

  /**
   * @returns what became of it, in the words of the script's types
   * @throws KeyholdError `bad-key`, `bad-backoff`, `bad-argument`, `argument-too-large`, `too-many-follow-ups`,
   *   `job-ended`
   */
  readonly schedule = async (request: ScheduleRequest, { jobId }: HandlerRun): Promise<ScheduleAnswer> => {
    checkJob(request)
    this.#count(jobId)
    const { key, backoffMs, argument } = request
    const outcome = await this.#processor.scheduleWithReason(key, backoffMs, argument)
    this.#changed()
    return answerOf(outcome)
  }

  /** A job has ended. */
  readonly forget = ({ jobId }: { readonly jobId: number }): void => {
    this.#asked.delete(jobId)
  }

  #count(jobId: number): void {
    if (this.#processor.findJob({ jobId }) === undefined) {
      throw new KeyholdError(
        'job-ended',
        'The job has ended: it schedules nothing more.',
        'Await context.schedule before the handler returns.',
      )
    }
    const asked = this.#asked.get(jobId) ?? 0
    if (asked >= FOLLOW_UPS_PER_JOB) {
      throw new KeyholdError(
        'too-many-follow-ups',
        `One job schedules at most ${FOLLOW_UPS_PER_JOB.toLocaleString('en-US')} others.`,
        'Let a follow-up job schedule the rest.',
      )
    }
    this.#asked.set(jobId, asked + 1)
  }
}

type Answer =
  | Exclude<ScheduleOutcome, { outcome: 'held' | 'redis-error' | 'journal-error' }>
  | { readonly outcome: 'held'; readonly remainingMs?: number; readonly redisKey: string }
  | { readonly outcome: 'redis-error'; readonly message: string }

/** As the types beside the scripts declare it. @throws KeyholdError `journal-error` */
function answerOf(outcome: ScheduleOutcome): Answer {
  switch (outcome.outcome) {
    case 'scheduled':
    case 'queued-here':
    case 'stopped':
      return outcome
    case 'held': {
      const { remainingMs, redisKey } = outcome
      return { outcome: 'held', ...(remainingMs === undefined ? {} : { remainingMs }), redisKey }
    }
    case 'redis-error':
      return { outcome: 'redis-error', message: outcome.message }
    case 'journal-error':
      throw new KeyholdError('journal-error', outcome.message, 'Check the free space of the disk.')
  }
}
