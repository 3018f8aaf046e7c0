import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ExportFormat } from '../../contract/exports'
import { LIMITS } from '../../contract/limits'
import type { RepeatView } from '../../contract/queue'
import type { ScheduleOutcome } from '../../processor/outcomes'
import { cutText } from '../views/cut-text'
import { errorEnvelope } from '../views/error-envelope'
import type { JobRequest } from '../jobs/job-request'
import { OutcomeLog } from './outcome-log'
import { OutcomeTally } from './outcome-tally'
import type { RepeatPlan } from './repeat-plan'
import { reportText } from './report'

export interface RepeatOptions {
  readonly repeatId: string
  readonly plan: RepeatPlan
  readonly schedule: (job: JobRequest) => Promise<ScheduleOutcome>
  /** Called after each batch. */
  readonly changed: () => void
}

/** Characters of the key template in a view: what a row can show. */
const TEMPLATE_PREVIEW = 200

/** Characters of arguments after which a batch ends: what is filled in one turn. */
const BATCH_CHARACTERS = 4 * 1_048_576

/**
 * Many schedules from one request: batches of 500, the next one only when the last is answered, so that a cancel or
 * a pause takes effect within one batch and a slow Redis is never flooded. Ends by itself at the first failure of
 * Redis: the schedules after it would fail in the same way.
 */
export class Repeat {
  readonly repeatId: string
  readonly #plan: RepeatPlan
  readonly #schedule: (job: JobRequest) => Promise<ScheduleOutcome>
  readonly #changed: () => void
  readonly #log: OutcomeLog
  readonly #tally = new OutcomeTally()
  readonly #ended: Promise<void>
  #state: RepeatView['state'] = 'scheduling'
  #cancelled = false
  #paused = false
  /** Ends the wait of a pause. */
  #goOn: () => void = () => undefined
  #attempted = 0
  #onRest: (() => void)[] = []

  /** Begins at once. */
  constructor(options: RepeatOptions) {
    this.repeatId = options.repeatId
    this.#plan = options.plan
    this.#schedule = options.schedule
    this.#changed = options.changed
    this.#log = new OutcomeLog(options.plan.total)
    this.#ended = this.#run()
  }

  get atWork(): boolean {
    return this.#state === 'scheduling' || this.#state === 'paused'
  }

  /** At work, and nobody has paused it. */
  get schedules(): boolean {
    return this.#state === 'scheduling' && !this.#paused
  }

  view(): RepeatView {
    const { error } = this.#tally
    return {
      repeatId: this.repeatId,
      keyTemplate: cutText(this.#plan.keyTemplate, TEMPLATE_PREVIEW),
      total: this.#plan.total,
      attempted: this.#attempted,
      ...this.#tally.counts(),
      state: this.#state,
      ...(error ? { error } : {}),
    }
  }

  /** No further batch begins, the one that is unanswered now is still counted; `resume` goes on from there. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#goOn()
  }

  /** Resolves when no batch is under way: it is paused, or has ended. */
  rested(): Promise<void> {
    if (this.#state !== 'scheduling') return Promise.resolve()
    return new Promise((resolve) => this.#onRest.push(resolve))
  }

  /** No further batch begins. Resolves when the one that is unanswered now is answered; what was scheduled stays. */
  async cancel(): Promise<void> {
    this.#cancelled = true
    this.resume()
    await this.#ended
  }

  /** One line a job, in pieces. */
  report(format: ExportFormat): Iterable<string> {
    return reportText(this.#plan, this.#log, format)
  }

  async #run(): Promise<void> {
    let state: RepeatView['state'] = 'scheduling'
    while (state === 'scheduling') {
      await this.#batch()
      // A batch of keys that are queued here is answered without waiting for Redis: others get their turn here.
      await nextTurn()
      state = this.#enter(this.#next())
      while (state === 'paused') state = await this.#waitForResume()
    }
    this.#plan.ended()
  }

  async #waitForResume(): Promise<RepeatView['state']> {
    await new Promise<void>((resolve) => {
      this.#goOn = resolve
    })
    return this.#enter(this.#next())
  }

  #next(): RepeatView['state'] {
    if (this.#tally.error) return 'failed'
    if (this.#attempted === this.#plan.total) return 'done'
    if (this.#cancelled) return 'cancelled'
    return this.#paused ? 'paused' : 'scheduling'
  }

  #enter(state: RepeatView['state']): RepeatView['state'] {
    this.#state = state
    this.#changed()
    if (state !== 'scheduling') for (const rested of this.#onRest.splice(0)) rested()
    return state
  }

  async #batch(): Promise<void> {
    const to = Math.min(this.#plan.total, this.#attempted + LIMITS.repeatBatch)
    const calls: Promise<void>[] = []
    let characters = 0
    let argument = ''
    let index = this.#attempted
    for (; index < to && characters < BATCH_CHARACTERS; index += 1) {
      const at = Date.now()
      const job = this.#plan.jobAt(index, at)
      // A text that jobs share is filled once.
      if (job.argument !== argument) characters += job.argument.length
      argument = job.argument
      calls.push(this.#scheduleOne(index, at, job))
    }
    await Promise.all(calls)
    this.#attempted = index
  }

  #scheduleOne(index: number, at: number, job: JobRequest): Promise<void> {
    return this.#schedule(job).then(
      (outcome) => {
        this.#log.note(index, at, outcome)
        this.#tally.count(outcome)
      },
      (error: unknown) => {
        this.#log.note(index, at, undefined)
        this.#tally.fail(errorEnvelope(error))
      },
    )
  }
}
