import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ErrorEnvelope } from '../../contract/errors'
import { LIMITS } from '../../contract/limits'
import type { RepeatView } from '../../contract/queue'
import { KeyholdError } from '../../processor/errors'
import type { ScheduleOutcome } from '../../processor/outcomes'
import { cutText } from '../views/cut-text'
import { errorEnvelope, redisFailureEnvelope } from '../views/error-envelope'
import type { JobRequest } from '../jobs/job-request'
import type { RepeatPlan } from './repeat-plan'

export interface RepeatOptions {
  readonly repeatId: string
  readonly plan: RepeatPlan
  readonly schedule: (job: JobRequest) => Promise<ScheduleOutcome>
  /** Called after each batch. */
  readonly changed: () => void
}

/** Characters of the key template in a view: what a row can show. */
const TEMPLATE_PREVIEW = 200

/**
 * Many schedules from one request: batches of 500, the next one only when the last is answered, so that a cancel
 * ends it within one batch and a slow Redis is never flooded. Ends by itself at the first failure of Redis: the
 * schedules after it would fail in the same way.
 */
export class Repeat {
  readonly repeatId: string
  readonly #plan: RepeatPlan
  readonly #schedule: (job: JobRequest) => Promise<ScheduleOutcome>
  readonly #changed: () => void
  readonly #ended: Promise<void>
  #state: RepeatView['state'] = 'scheduling'
  #cancelled = false
  #attempted = 0
  #scheduled = 0
  #queuedHere = 0
  #held = 0
  #redisErrors = 0
  #error: ErrorEnvelope | undefined

  /** Begins at once. */
  constructor(options: RepeatOptions) {
    this.repeatId = options.repeatId
    this.#plan = options.plan
    this.#schedule = options.schedule
    this.#changed = options.changed
    this.#ended = this.#run()
  }

  get atWork(): boolean {
    return this.#state === 'scheduling'
  }

  view(): RepeatView {
    return {
      repeatId: this.repeatId,
      keyTemplate: cutText(this.#plan.keyTemplate, TEMPLATE_PREVIEW),
      total: this.#plan.total,
      attempted: this.#attempted,
      scheduled: this.#scheduled,
      queuedHere: this.#queuedHere,
      held: this.#held,
      redisErrors: this.#redisErrors,
      state: this.#state,
      ...(this.#error ? { error: this.#error } : {}),
    }
  }

  /** No further batch begins. Resolves when the one that is unanswered now is answered; what was scheduled stays. */
  async cancel(): Promise<void> {
    this.#cancelled = true
    await this.#ended
  }

  async #run(): Promise<void> {
    let state: RepeatView['state'] = 'scheduling'
    while (state === 'scheduling') {
      const from = this.#attempted
      await this.#batch(from, Math.min(this.#plan.total, from + LIMITS.repeatBatch))
      state = await this.#stateAfterBatch()
      this.#changed()
    }
  }

  async #stateAfterBatch(): Promise<RepeatView['state']> {
    // A batch of keys that are queued here is answered without waiting for Redis: others get their turn here.
    await nextTurn()
    if (this.#error) this.#state = 'failed'
    else if (this.#attempted === this.#plan.total) this.#state = 'done'
    else if (this.#cancelled) this.#state = 'cancelled'
    return this.#state
  }

  async #batch(from: number, to: number): Promise<void> {
    const calls: Promise<void>[] = []
    for (let index = from; index < to; index += 1) {
      calls.push(
        this.#schedule(this.#plan.jobAt(index)).then(
          (outcome) => this.#count(outcome),
          (error: unknown) => {
            this.#error ??= errorEnvelope(error)
          },
        ),
      )
    }
    await Promise.all(calls)
    this.#attempted = to
  }

  #count(outcome: ScheduleOutcome): void {
    switch (outcome.outcome) {
      case 'scheduled':
        this.#scheduled += 1
        return
      case 'queued-here':
        this.#queuedHere += 1
        return
      case 'held':
        this.#held += 1
        return
      case 'redis-error':
        this.#redisErrors += 1
        this.#error ??= redisFailureEnvelope(outcome)
        return
      case 'journal-error':
        this.#error ??= errorEnvelope(
          new KeyholdError('journal-error', outcome.message, 'Check the free space of the disk.'),
        )
        return
      case 'stopped':
        this.#error ??= errorEnvelope(
          new KeyholdError('stopped', 'The processor was stopped.', 'Start it again, then repeat the rest.'),
        )
        return
    }
  }
}
