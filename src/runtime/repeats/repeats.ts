import { randomUUID } from 'node:crypto'
import type { RepeatView } from '../../contract/queue'
import { KeyholdError } from '../../processor/errors'
import type { ScheduleOutcome } from '../../processor/outcomes'
import { Repeat } from './repeat'
import type { JobRequest } from '../jobs/job-request'
import type { RepeatPlan } from './repeat-plan'

/** At work at the same time: each one has a batch of its own unanswered. */
const MOST_AT_WORK = 3
/** Shown, ended ones included. */
const MOST_KEPT = 4

/** The repeats of a runtime: those at work, and the last ones that ended. */
export class Repeats {
  readonly #schedule: (job: JobRequest) => Promise<ScheduleOutcome>
  readonly #changed: () => void
  /** Oldest first. */
  #repeats: readonly Repeat[] = []

  constructor(schedule: (job: JobRequest) => Promise<ScheduleOutcome>, changed: () => void) {
    this.#schedule = schedule
    this.#changed = changed
  }

  /** @throws KeyholdError `too-many-repeats` */
  start(plan: RepeatPlan): RepeatView {
    if (this.#repeats.filter((repeat) => repeat.atWork).length >= MOST_AT_WORK) {
      throw new KeyholdError(
        'too-many-repeats',
        `${MOST_AT_WORK} repeats are at work already.`,
        'Wait until one has ended, or cancel it.',
      )
    }
    const repeat = new Repeat({
      repeatId: randomUUID(),
      plan,
      schedule: this.#schedule,
      changed: this.#changed,
    })
    this.#repeats = [...this.#dropOldest(), repeat]
    this.#changed()
    return repeat.view()
  }

  /** @throws KeyholdError `unknown-repeat` */
  async cancel(repeatId: string): Promise<RepeatView> {
    const repeat = this.#repeats.find((candidate) => candidate.repeatId === repeatId)
    if (!repeat) {
      throw new KeyholdError(
        'unknown-repeat',
        'This repeat is not known any more.',
        'It ended a while ago: look at the queue for what it scheduled.',
      )
    }
    await repeat.cancel()
    return repeat.view()
  }

  async cancelAll(): Promise<void> {
    await Promise.all(this.#repeats.map((repeat) => repeat.cancel()))
  }

  views(): RepeatView[] {
    return this.#repeats.map((repeat) => repeat.view())
  }

  /** Room for one more: the oldest that has ended goes. */
  #dropOldest(): readonly Repeat[] {
    if (this.#repeats.length < MOST_KEPT) return this.#repeats
    const oldest = this.#repeats.find((repeat) => !repeat.atWork)
    return this.#repeats.filter((repeat) => repeat !== oldest)
  }
}
