import { LIMITS } from '../../contract/limits'
import type { RecurringEntry, RecurringOutcome, RecurringView } from '../../contract/recurring'
import { cutText } from '../views/cut-text'
import type { Moments } from './moments'

/** Times that are shown ahead. */
const SHOWN_AHEAD = 5

/** One recurring job: when it is due, and what came of it since the app started. */
export class RecurringJob {
  readonly entry: RecurringEntry
  readonly #moments: Moments
  /** Ms since the epoch; undefined while it is off, or where no further moment comes. */
  #dueAt: number | undefined
  #scheduled = 0
  #refused = 0
  #missed = 0
  #last: RecurringView['last']

  constructor(entry: RecurringEntry, moments: Moments) {
    this.entry = entry
    this.#moments = moments
  }

  get dueAt(): number | undefined {
    return this.#dueAt
  }

  /** Its moments count from now on. */
  begin(now: number): void {
    this.#dueAt = this.entry.on ? this.#moments.after(now, 1)[0] : undefined
  }

  /**
   * Moves on behind `now`, in step with where it was: the moments that have passed are one time to schedule, the others
   * were missed.
   * @returns how many were missed; undefined where it is not due yet
   */
  take(now: number): number | undefined {
    const dueAt = this.#dueAt
    if (dueAt === undefined || dueAt > now) return undefined
    const { count, next } = this.#moments.passed(dueAt, now)
    this.#missed += count
    this.#dueAt = next
    return count
  }

  note(at: number, outcome: RecurringOutcome, missed: number): void {
    if (outcome.outcome === 'scheduled') this.#scheduled += 1
    else if (outcome.outcome !== 'not-tried') this.#refused += 1
    this.#last = { at, outcome, missed }
  }

  /** Goes on with what came of it so far, under another entry. */
  changedTo(entry: RecurringEntry, moments: Moments): RecurringJob {
    const changed = new RecurringJob(entry, moments)
    changed.#scheduled = this.#scheduled
    changed.#refused = this.#refused
    changed.#missed = this.#missed
    changed.#last = this.#last
    return changed
  }

  switchedTo(on: boolean): RecurringJob {
    return this.changedTo({ ...this.entry, on }, this.#moments)
  }

  view(now: number): RecurringView {
    const { argument, ...entry } = this.entry
    return {
      ...entry,
      argument: cutText(argument, LIMITS.argumentPreview),
      next: this.#ahead(now),
      scheduled: this.#scheduled,
      refused: this.#refused,
      missed: this.#missed,
      ...(this.#last ? { last: this.#last } : {}),
    }
  }

  #ahead(now: number): number[] {
    if (this.#dueAt === undefined) return [...this.#moments.after(now, SHOWN_AHEAD)]
    return [this.#dueAt, ...this.#moments.after(this.#dueAt, SHOWN_AHEAD - 1)]
  }
}
