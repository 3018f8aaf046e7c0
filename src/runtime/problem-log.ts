import type { ErrorEnvelope } from '../contract/errors'
import { LIMITS } from '../contract/limits'
import type { ProblemRow } from '../contract/queue'
import type { Clock } from '../processor/clock'
import { RecentLog } from './recent-log'
import type { RuntimeLog } from './runtime'

/** The same sentence is one row, and one line of the log for each code, in this time. */
const SAME_WITHIN_MS = 1_000

/** What went wrong, for the operator's list and for the log file. Bursts are told once a second. */
export class ProblemLog {
  readonly #clock: Clock
  readonly #log: RuntimeLog
  readonly #changed: () => void
  readonly #rows = new RecentLog<ProblemRow>(LIMITS.errorsKept)
  #rowTold = { what: '', at: 0 }
  #lineTold = { what: '', at: 0 }

  constructor(clock: Clock, log: RuntimeLog, changed: () => void) {
    this.#clock = clock
    this.#log = log
    this.#changed = changed
  }

  get version(): number {
    return this.#rows.version
  }

  /** @param logCode go-io's where it has one */
  report(logCode: string, error: ErrorEnvelope, fields: Readonly<Record<string, unknown>> = {}): void {
    const at = this.#clock.monotonic()
    const line = { what: `${logCode} ${error.message}`, at }
    if (isNews(line, this.#lineTold)) {
      this.#lineTold = line
      this.#log('error', logCode, { ...fields, code: error.code, message: error.message })
    }
    const row = { what: error.message, at }
    if (isNews(row, this.#rowTold)) {
      this.#rowTold = row
      this.#rows.push((sequence) => ({ sequence, at: this.#clock.wall(), error }))
      this.#changed()
    }
  }

  /** Newest first. */
  rows(): ProblemRow[] {
    return this.#rows.newest(0, LIMITS.errorsKept)
  }
}

interface Told {
  readonly what: string
  readonly at: number
}

function isNews(now: Told, before: Told): boolean {
  return now.what !== before.what || now.at - before.at >= SAME_WITHIN_MS
}
