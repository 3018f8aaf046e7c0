import type { Unsubscribe } from './clock'
import type { Job } from './job'
import type { RemoteJobContext } from './remote-handler'

/** Why a run was aborted. */
export type AbortCause = 'timeout' | 'cancelled'

/** One call of the handler: its context, and what may end it early. */
export class JobRun<Arg> implements RemoteJobContext {
  readonly job: Job<Arg>
  readonly lane: number
  readonly scheduledAt: number
  readonly attempt: number
  /** The handler has it, and has not answered. */
  isOut = false
  /** The job in front of it when it was handed over; undefined where it was to start at once. */
  behind: number | undefined
  /** Monotonic ms; undefined until the handler is called, as far as is known here. */
  startedAt: number | undefined
  /** False where the hold could not be checked before the run. */
  confirmed = true
  /** False once its lane has gone on without it. */
  attached = true
  abortCause: AbortCause | undefined
  /** Of the hold that it had, once that is settled or released. */
  generation: string | undefined
  /** Of the time limit, then of its grace. */
  cancelTimer: Unsubscribe | undefined
  #controller: AbortController | undefined

  constructor(job: Job<Arg>, lane: number, scheduledAt: number, attempt: number) {
    this.job = job
    this.lane = lane
    this.scheduledAt = scheduledAt
    this.attempt = attempt
  }

  get key(): string {
    return this.job.key
  }

  get jobId(): number {
    return this.job.id
  }

  get holdNumber(): number | undefined {
    return this.job.hold?.number
  }

  get backoffMs(): number {
    return this.job.backoffMs
  }

  /** It was handed over, and as far as is known here it has neither started nor been given up. */
  get mayWait(): boolean {
    return this.job.state === 'waiting' && this.abortCause === undefined
  }

  /** Made when it is asked for: most handlers never do. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.abortCause !== undefined) this.#controller.abort()
    }
    return this.#controller.signal
  }

  abort(cause: AbortCause): void {
    this.abortCause ??= cause
    this.#controller?.abort()
  }
}
