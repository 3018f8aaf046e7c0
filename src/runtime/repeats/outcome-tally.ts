import type { ErrorEnvelope } from '../../contract/errors'
import type { RepeatView } from '../../contract/queue'
import { KeyholdError } from '../../processor/errors'
import type { ScheduleOutcome } from '../../processor/outcomes'
import { errorEnvelope, redisFailureEnvelope } from '../views/error-envelope'

type Counts = Pick<RepeatView, 'scheduled' | 'queuedHere' | 'held' | 'redisErrors'>

/** Counts what schedules came to, and keeps the first error. */
export class OutcomeTally {
  readonly #counts = { scheduled: 0, queuedHere: 0, held: 0, redisErrors: 0 }
  #error: ErrorEnvelope | undefined

  get error(): ErrorEnvelope | undefined {
    return this.#error
  }

  counts(): Counts {
    return { ...this.#counts }
  }

  fail(error: ErrorEnvelope): void {
    this.#error ??= error
  }

  count(outcome: ScheduleOutcome): void {
    switch (outcome.outcome) {
      case 'scheduled':
        this.#counts.scheduled += 1
        return
      case 'queued-here':
        this.#counts.queuedHere += 1
        return
      case 'held':
        this.#counts.held += 1
        return
      case 'redis-error':
        this.#counts.redisErrors += 1
        this.fail(redisFailureEnvelope(outcome))
        return
      case 'journal-error':
        this.fail(
          errorEnvelope(
            new KeyholdError('journal-error', outcome.message, 'Check the free space of the disk.'),
          ),
        )
        return
      case 'stopped':
        this.fail(
          errorEnvelope(
            new KeyholdError(
              'stopped',
              'The processor was stopped.',
              'Start it again, then repeat the rest.',
            ),
          ),
        )
        return
    }
  }
}
