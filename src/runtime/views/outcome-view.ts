import type { OwnerView, ScheduleOutcomeView } from '../../contract/queue'
import type { HoldOwner, ScheduleOutcome } from '../../processor/outcomes'
import { redisFailureEnvelope } from './error-envelope'

/**
 * @param owner who holds a key
 * @param own this app's own processor, or all that it has had since it started
 */
export function ownerView(owner: HoldOwner, own: string | ReadonlySet<string>): OwnerView {
  switch (owner.kind) {
    case 'keyhold':
      return {
        kind: 'keyhold',
        instance: owner.instance,
        host: owner.host,
        at: owner.at,
        here: typeof own === 'string' ? owner.instance === own : own.has(owner.instance),
      }
    case 'go-io':
    case 'unknown':
      return { kind: owner.kind }
  }
}

/** What became of a schedule, as it crosses the process line. */
export function scheduleOutcomeView(outcome: ScheduleOutcome, instance: string): ScheduleOutcomeView {
  switch (outcome.outcome) {
    case 'scheduled':
      return { outcome: 'scheduled', jobId: outcome.jobId }
    case 'queued-here':
      return { outcome: 'queued-here', jobId: outcome.jobId, state: outcome.state }
    case 'held':
      return {
        outcome: 'held',
        ...(outcome.remainingMs === undefined ? {} : { remainingMs: outcome.remainingMs }),
        redisKey: outcome.redisKey,
        generation: outcome.generation,
        owner: ownerView(outcome.owner, instance),
      }
    case 'redis-error':
      return { outcome: 'redis-error', error: redisFailureEnvelope(outcome) }
    case 'journal-error':
      return {
        outcome: 'journal-error',
        error: {
          code: 'journal-error',
          message: outcome.message,
          remedy: 'Check the free space of the disk and the rights on the data folder.',
        },
      }
    case 'stopped':
      return { outcome: 'stopped' }
  }
}
