import type { Clock } from './clock'
import type { Dedup } from './dedup'
import { KeyholdError } from './errors'
import { HoldCheck } from './hold-check'
import { pauseOf } from './job-request'
import type { JobHandler } from './job-handler'
import type { AbortCause, JobRun } from './job-run'
import type { HoldOwner, JobOutcome } from './outcomes'
import { isRemote, NotStarted, type RemoteHandler } from './remote-handler'
import { RetryLater } from './retry-later'

/** How long an aborted handler has before its lane goes on without it. */
export const ABORT_GRACE_MS = 5_000

/** The end of a run, as its lane hears it. */
export interface RunEnd {
  readonly outcome: JobOutcome
  readonly runMs: number
  readonly pauseMs: number
  readonly error?: unknown
  readonly owner?: HoldOwner | undefined
  /** The handler's promise has not settled: the key must stay reserved here until it does. */
  readonly stillOut: boolean
}

type Ending = Omit<RunEnd, 'runMs' | 'stillOut'>

/** An attempt that failed and is not the last. */
export interface RunAgain {
  readonly runMs: number
  readonly delayMs: number
  readonly error: unknown
}

/** Each is called in the step in which it happens; of the last four, one a run. */
export interface RunListeners<Arg> {
  onStart(run: JobRun<Arg>): void
  /** The job has ended: free its key and say so. Its settle is already on its way. */
  onEnd(run: JobRun<Arg>, end: RunEnd): void
  /** The job keeps its hold and its key, and is to run again. */
  onAgain(run: JobRun<Arg>, again: RunAgain): void
  /** It was handed over, and has come back without a start. */
  onBack(run: JobRun<Arg>): void
  /** The promise of a run that was left behind (`stillOut`) has settled: only now its key may be freed. */
  onSettledLate(run: JobRun<Arg>): void
}

export interface JobRunnerOptions<Arg> {
  readonly handler: JobHandler<Arg> | RemoteHandler<Arg>
  readonly dedup: Dedup
  readonly clock: Clock
  readonly timeoutMs: number | undefined
  readonly whenHoldUnknown: 'run' | 'wait'
  readonly listeners: RunListeners<Arg>
}

/**
 * Takes one run after the other through its steps: the hold is confirmed, the handler called, the hold settled. A
 * handler can throw, hang, or answer nonsense: that ends its job and nothing else.
 */
export class JobRunner<Arg> {
  readonly #options: JobRunnerOptions<Arg>
  readonly #local: JobHandler<Arg> | undefined
  readonly #remote: RemoteHandler<Arg> | undefined
  readonly #holdCheck: HoldCheck<Arg>
  #abandoned = 0

  constructor(options: JobRunnerOptions<Arg>) {
    this.#options = options
    const { handler } = options
    if (isRemote(handler)) this.#remote = handler
    else this.#local = handler
    this.#holdCheck = new HoldCheck({
      ...options,
      onReady: (run) => this.#call(run),
      onLost: (run, owner) => this.#endUnrun(run, { outcome: 'lost-to', pauseMs: 0, owner }),
      onUnwanted: (run) => this.#unwanted(run),
    })
  }

  /** Handlers whose lanes have gone on without them. */
  get abandoned(): number {
    return this.#abandoned
  }

  /** Calls the handler as soon as the hold is known to stand. */
  begin(run: JobRun<Arg>): void {
    this.#holdCheck.confirm(run)
  }

  /** Hands a job over whose hold stands and which is not to start yet: `started` follows. */
  handAhead(run: JobRun<Arg>, behind: number): void {
    if (this.#remote === undefined) return
    run.behind = behind
    this.#handOver(run, this.#remote)
  }

  /** The handler has begun with it, as far as can be known here. */
  started(run: JobRun<Arg>): void {
    const { clock, timeoutMs, listeners } = this.#options
    run.startedAt = clock.monotonic()
    listeners.onStart(run)
    if (timeoutMs !== undefined && this.#remote !== undefined) this.#limitTime(run, timeoutMs)
  }

  abort(run: JobRun<Arg>, cause: AbortCause): void {
    if (run.abortCause !== undefined) return
    this.#tellAbort(run, cause)
    run.cancelTimer?.()
    run.cancelTimer = this.#options.clock.after(ABORT_GRACE_MS, () => this.leave(run))
  }

  /** The lane goes on although the handler has not ended. */
  leave(run: JobRun<Arg>): void {
    if (!run.attached) return
    const cause = run.abortCause ?? 'cancelled'
    this.#tellAbort(run, cause)
    if (!run.isOut) {
      this.#endUnrun(run, { outcome: cause, pauseMs: 0 })
      return
    }
    this.#abandoned++
    const error = cause === 'timeout' ? passedItsLimit() : undefined
    this.#end(run, { outcome: cause, pauseMs: 0, error }, this.#sinceStart(run), true)
  }

  #tellAbort(run: JobRun<Arg>, cause: AbortCause): void {
    const isNews = run.abortCause === undefined
    run.abort(cause)
    if (isNews && run.isOut) this.#remote?.abort?.(run.jobId)
  }

  #unwanted(run: JobRun<Arg>): void {
    if (run.attached) this.#endUnrun(run, { outcome: run.abortCause ?? 'cancelled', pauseMs: 0 })
    else this.#release(run)
  }

  #call(run: JobRun<Arg>): void {
    this.started(run)
    if (this.#remote !== undefined) this.#handOver(run, this.#remote)
    else if (this.#local !== undefined) this.#callHere(run, this.#local)
  }

  #callHere(run: JobRun<Arg>, handler: JobHandler<Arg>): void {
    run.isOut = true
    let answer: number | void | Promise<number | void>
    try {
      answer = handler(run.job.arg, run)
    } catch (error) {
      this.#failed(run, error)
      return
    }
    if (!isThenable(answer)) {
      this.#returned(run, answer, undefined)
      return
    }
    const { timeoutMs } = this.#options
    if (timeoutMs !== undefined) this.#limitTime(run, timeoutMs)
    // Adopted: a thenable that throws then rejects, as a handler that throws does.
    Promise.resolve(answer).then(
      (pause) => this.#returned(run, pause, undefined),
      (error: unknown) => this.#failed(run, error),
    )
  }

  #handOver(run: JobRun<Arg>, remote: RemoteHandler<Arg>): void {
    run.isOut = true
    remote.run(run.job.arg, run).then(
      ({ pauseMs, runMs }) => this.#returned(run, pauseMs, runMs),
      (error: unknown) => {
        if (error instanceof NotStarted && this.#mayComeBack(run)) this.#cameBack(run)
        else this.#failed(run, error)
      },
    )
  }

  #limitTime(run: JobRun<Arg>, timeoutMs: number): void {
    run.cancelTimer = this.#options.clock.after(timeoutMs, () => this.abort(run, 'timeout'))
  }

  /** @param runMs as measured where it ran; undefined to go by the clock here */
  #returned(run: JobRun<Arg>, answer: unknown, runMs: number | undefined): void {
    if (!this.#isIn(run)) return
    const took = runMs ?? this.#sinceStart(run)
    let pauseMs: number
    try {
      pauseMs = pauseOf(answer)
    } catch (error) {
      this.#end(run, { outcome: 'failed', pauseMs: 0, error }, took)
      return
    }
    this.#end(run, { outcome: 'done', pauseMs }, took)
  }

  #failed(run: JobRun<Arg>, thrown: unknown): void {
    if (!this.#isIn(run)) return
    const isRetry = thrown instanceof RetryLater
    const error = isRetry ? thrown.cause : thrown
    const runMs = (this.#remote && runMsOf(error)) ?? this.#sinceStart(run)
    if (!isRetry || run.abortCause === 'cancelled') {
      this.#end(run, { outcome: run.abortCause ?? 'failed', pauseMs: 0, error }, runMs)
      return
    }
    run.cancelTimer?.()
    run.attached = false
    this.#options.listeners.onAgain(run, { runMs, delayMs: thrown.delayMs, error })
  }

  /** The handler has answered. @returns false where that came too late: its lane has gone on */
  #isIn(run: JobRun<Arg>): boolean {
    run.isOut = false
    if (!run.attached) {
      this.#abandoned--
      this.#settle(run)
      this.#options.listeners.onSettledLate(run)
      return false
    }
    // Its start was not noticed: it was over before the one in front was known to have ended.
    if (run.startedAt === undefined) this.started(run)
    return true
  }

  /** What was to start at once has no reason to come back: it would for ever. */
  #mayComeBack(run: JobRun<Arg>): boolean {
    return run.behind !== undefined || run.abortCause !== undefined
  }

  #cameBack(run: JobRun<Arg>): void {
    run.isOut = false
    run.cancelTimer?.()
    if (!run.attached) {
      this.#abandoned--
      this.#release(run)
      this.#options.listeners.onSettledLate(run)
      return
    }
    run.startedAt = undefined
    if (run.abortCause !== undefined) {
      this.#endUnrun(run, { outcome: run.abortCause, pauseMs: 0 })
      return
    }
    run.attached = false
    this.#options.listeners.onBack(run)
  }

  #endUnrun(run: JobRun<Arg>, end: Ending): void {
    this.#release(run)
    this.#end(run, end, 0)
  }

  /**
   * One synchronous step: the settle goes on the connection, the key is freed, the end is told; a schedule that
   * comes later follows on the same connection and sees the settled hold.
   */
  #end(run: JobRun<Arg>, { outcome, pauseMs, error, owner }: Ending, runMs: number, stillOut = false): void {
    run.cancelTimer?.()
    run.attached = false
    if (!stillOut) this.#settle(run)
    // Named one by one, for every job: a spread costs a microsecond.
    this.#options.listeners.onEnd(run, { outcome, runMs, pauseMs, error, owner, stillOut })
  }

  #settle(run: JobRun<Arg>): void {
    const { hold } = run.job
    if (hold !== undefined) this.#options.dedup.settle(hold)
    run.generation ??= hold?.generation
    run.job.hold = undefined
  }

  #release(run: JobRun<Arg>): void {
    const { hold } = run.job
    if (hold !== undefined) this.#options.dedup.release(hold)
    run.generation ??= hold?.generation
    run.job.hold = undefined
  }

  #sinceStart(run: JobRun<Arg>): number {
    return run.startedAt === undefined ? 0 : this.#options.clock.monotonic() - run.startedAt
  }
}

function passedItsLimit(): KeyholdError {
  return new KeyholdError(
    'timeout',
    'The handler passed its time limit and did not end when its signal aborted.',
    'Give it more time, or let it listen to context.signal.',
  )
}

/** A remote handler's failure may know how long the run took. */
function runMsOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('runMs' in error)) return undefined
  return typeof error.runMs === 'number' ? error.runMs : undefined
}

function isThenable(answer: unknown): answer is PromiseLike<number | void> {
  return (
    typeof answer === 'object' && answer !== null && 'then' in answer && typeof answer.then === 'function'
  )
}
