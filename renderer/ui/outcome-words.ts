import type { ErrorEnvelope } from '../../src/contract/errors'
import type { ScheduleOutcomeView } from '../../src/contract/queue'
import { formatDuration } from './duration'
import { ownerInWords } from './owner'
import type { StatusTone } from './status-badge'

/** The outcome of a schedule in words; the exact Redis key stands apart, so that it can be copied. */
export interface OutcomeWords {
  readonly tone: StatusTone
  readonly title: string
  readonly text: string
  readonly redisKey?: string
  readonly error?: ErrorEnvelope
}

export function outcomeInWords(outcome: ScheduleOutcomeView): OutcomeWords {
  switch (outcome.outcome) {
    case 'scheduled':
      return { tone: 'ok', title: 'Scheduled', text: `It is job ${outcome.jobId}.` }
    case 'queued-here': {
      const text = `Job ${outcome.jobId} with this key is ${outcome.state} in this app. Nothing was written to Redis.`
      return { tone: 'warning', title: 'Already queued here', text }
    }
    case 'held':
      return heldInWords(outcome)
    case 'redis-error':
      return { tone: 'failure', title: 'Redis error', text: 'Nothing was scheduled.', error: outcome.error }
    case 'journal-error':
      return { tone: 'failure', title: 'Journal error', text: 'Nothing was scheduled.', error: outcome.error }
    case 'stopped':
      return {
        tone: 'warning',
        title: 'Not scheduled',
        text: 'The processor is stopped. Restart the app to go on.',
      }
  }
}

function heldInWords(outcome: ScheduleOutcomeView & { readonly outcome: 'held' }): OutcomeWords {
  const owner = ownerInWords(outcome.owner)
  const title =
    outcome.remainingMs === undefined
      ? `Held without an expiry by ${owner}`
      : `Held for another ${formatDuration(outcome.remainingMs)} by ${owner}`
  const text = `Generation ${outcome.generation}, in Redis as`
  return { tone: 'warning', title, text, redisKey: outcome.redisKey }
}
