import type { Failure } from '../failure'
import type { HandlerLogLevel, HandlerProgress, ScheduleRequest } from '../handler-runner'
import type { RunMeasure } from '../worker-protocol'

/** What a script says while it loads or runs. */
export interface WorkListener {
  /** @param at ms since the call; 0 while it loads */
  onLine?(level: HandlerLogLevel, text: string, at: number): void
  onProgress?(progress: HandlerProgress): void
  onSchedule?(callId: number, request: ScheduleRequest): void
}

export type WorkOutcome =
  | {
      readonly ok: true
      readonly pauseMs: number
      readonly measure: RunMeasure
      readonly returned: string | undefined
    }
  | {
      readonly ok: false
      readonly failure: Failure
      readonly measure: RunMeasure
      /** It was not called: its worker ended before. */
      readonly isUncalled: boolean
    }

/** The load or run that a worker is busy with. */
export class WorkOrder {
  /** Undefined: a load. */
  readonly runId: number | undefined
  readonly listener: WorkListener
  readonly outcome: Promise<WorkOutcome>
  /** By which it is claimed; -1 for a load. */
  slot = -1
  /** Set once its signal has aborted: what it is called if it does not end well by itself. */
  stopped: Failure | undefined
  #startedAt = performance.now()
  #resolve: (outcome: WorkOutcome) => void = () => undefined
  #timer: NodeJS.Timeout | undefined

  constructor(runId: number | undefined, listener: WorkListener) {
    this.runId = runId
    this.listener = listener
    this.outcome = new Promise((resolve) => (this.#resolve = resolve))
  }

  /** Since it began to run; ms, and 0 for a load. */
  get age(): number {
    return this.runId === undefined ? 0 : performance.now() - this.#startedAt
  }

  /** It is the one that runs now. */
  begins(): void {
    this.#startedAt = performance.now()
  }

  /** Calls back unless it ends before, or is given another limit. */
  limit(ms: number, onOver: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(onOver, ms)
  }

  succeed(pauseMs: number, measure: RunMeasure, returned?: string): void {
    clearTimeout(this.#timer)
    this.#resolve({ ok: true, pauseMs, measure, returned })
  }

  /** @param measure as the worker took it; else the time is taken here */
  fail(failure: Failure, measure?: RunMeasure): void {
    clearTimeout(this.#timer)
    const runMs = this.age
    const isUncalled = false
    this.#resolve({ ok: false, failure: this.stopped ?? failure, measure: measure ?? { runMs }, isUncalled })
  }

  /** Its worker has ended before it was called. */
  uncalled(failure: Failure): void {
    clearTimeout(this.#timer)
    this.#resolve({ ok: false, failure, measure: { runMs: 0 }, isUncalled: true })
  }
}
