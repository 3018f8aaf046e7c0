import { randomUUID } from 'node:crypto'
import type { ExportFormat } from '../../contract/exports'
import type { RepeatView } from '../../contract/queue'
import { KeyholdError } from '../../processor/errors'
import type { ScheduleOutcome } from '../../processor/outcomes'
import { Repeat } from './repeat'
import type { JobRequest } from '../jobs/job-request'
import type { RepeatPlan } from './repeat-plan'
import type { RepeatsFace } from './repeats-face'

/** At work at the same time: each one has a batch of its own unanswered. */
const MOST_AT_WORK = 3
/** Shown, ended ones included. */
const MOST_KEPT = 4

/** The repeats and imports of a runtime: those at work, and the last ones that ended. */
export class Repeats implements RepeatsFace {
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
        `${MOST_AT_WORK} repeats or imports are at work already.`,
        'Wait until one has ended, or cancel it: one that is paused counts too.',
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
    const repeat = this.#known(repeatId)
    await repeat.cancel()
    return repeat.view()
  }

  pause(repeatId: string): RepeatView {
    const repeat = this.#known(repeatId)
    repeat.pause()
    return repeat.view()
  }

  resume(repeatId: string): RepeatView {
    const repeat = this.#known(repeatId)
    repeat.resume()
    return repeat.view()
  }

  /** Pauses those at work. `paused` resolves when what is unanswered now is answered; `resume` lets them go on. */
  pauseAll(): { readonly paused: Promise<unknown>; readonly resume: () => void } {
    const atWork = this.#repeats.filter((repeat) => repeat.schedules)
    for (const repeat of atWork) repeat.pause()
    return {
      paused: Promise.all(atWork.map((repeat) => repeat.rested())),
      resume() {
        for (const repeat of atWork) repeat.resume()
      },
    }
  }

  report(repeatId: string, format: ExportFormat): Iterable<string> {
    return this.#known(repeatId).report(format)
  }

  async cancelAll(): Promise<void> {
    await Promise.all(this.#repeats.map((repeat) => repeat.cancel()))
  }

  views(): RepeatView[] {
    return this.#repeats.map((repeat) => repeat.view())
  }

  #known(repeatId: string): Repeat {
    const repeat = this.#repeats.find((candidate) => candidate.repeatId === repeatId)
    if (repeat) return repeat
    throw new KeyholdError(
      'unknown-repeat',
      'This repeat is not known any more.',
      'It ended a while ago: look at the queue for what it scheduled.',
    )
  }

  /** Room for one more: the oldest that has ended goes. */
  #dropOldest(): readonly Repeat[] {
    if (this.#repeats.length < MOST_KEPT) return this.#repeats
    const oldest = this.#repeats.find((repeat) => !repeat.atWork)
    return this.#repeats.filter((repeat) => repeat !== oldest)
  }
}
