import type { JobHandler } from './background-processor'
import type { Clock } from './clock'
import type { CheckOutcome, Dedup } from './dedup'
import { KeyholdError } from './errors'
import type { Job } from './job'
import { pauseOf } from './job-request'
import { JobRun, type AbortCause } from './job-run'
import type { JobOutcome, HoldOwner } from './outcomes'
import { SlidingMaximum } from './sliding-maximum'

/** How long an aborted handler has before its lane goes on without it. */
export const ABORT_GRACE_MS = 5_000
/** Jobs begun in one turn of the event loop, so that callers and timers get theirs. */
const JOBS_A_TURN = 256
/** How long the longest run counts towards the worst case. */
const RECENT_MS = 10 * 60_000
/** Between two checks of a hold that must be known before its job may run. */
const CHECK_AGAIN_MS = 250

/** The end of a run, as the processor hears it. */
export interface RunEnd {
  readonly outcome: JobOutcome
  readonly runMs: number
  readonly pauseMs: number
  readonly error?: unknown
  readonly owner?: HoldOwner
  /** The handler's promise has not settled: the key must stay reserved here until it does. */
  readonly stillOut: boolean
}

type Ending = Omit<RunEnd, 'runMs' | 'stillOut'>

export interface LanesOptions<Arg> {
  readonly count: number
  readonly handler: JobHandler<Arg>
  readonly dedup: Dedup
  readonly clock: Clock
  readonly timeoutMs: number | undefined
  readonly whenHoldUnknown: 'run' | 'wait'
  /** The next job to run; undefined when none may start now. */
  readonly next: () => Job<Arg> | undefined
  readonly scheduledAt: (job: Job<Arg>) => number
  readonly onStart: (run: JobRun<Arg>) => void
  /** The job has ended: free its key and say so, in this same step. Its settle is already on its way. */
  readonly onEnd: (run: JobRun<Arg>, end: RunEnd) => void
  /** The promise of a run that was left behind has settled: only now its key may be freed. */
  readonly onSettledLate: (run: JobRun<Arg>) => void
}

/**
 * The loops that run jobs. A lane is free, at work (checking the hold, then in the handler), or in its pause. A
 * handler can throw, hang, or answer nonsense: that ends its job and frees its lane.
 */
export class Lanes<Arg> {
  readonly #options: LanesOptions<Arg>
  readonly #free: number[]
  readonly #runs = new Map<number, JobRun<Arg>>()
  readonly #longest = new SlidingMaximum(RECENT_MS)
  #abandoned = 0
  #woken = false

  constructor(options: LanesOptions<Arg>) {
    this.#options = options
    this.#free = Array.from({ length: options.count }, (_, i) => options.count - 1 - i)
  }

  /** Runs that have a lane. */
  get running(): ReadonlyMap<number, JobRun<Arg>> {
    return this.#runs
  }

  /** Handlers whose lanes have gone on without them. */
  get abandoned(): number {
    return this.#abandoned
  }

  /** The longest run and pause of the last ten minutes; ms. */
  longestMs(): number {
    return this.#longest.value(this.#options.clock.monotonic())
  }

  /** Jobs may be there, or may start again: looks in the next turn of the event loop. */
  wake(): void {
    if (this.#woken || this.#free.length === 0) return
    this.#woken = true
    setImmediate(() => {
      this.#woken = false
      this.#begin()
    })
  }

  abort(run: JobRun<Arg>, cause: AbortCause): void {
    if (run.abortCause !== undefined) return
    run.abort(cause)
    run.cancelTimer?.()
    run.cancelTimer = this.#options.clock.after(ABORT_GRACE_MS, () => this.leave(run))
  }

  /** The lane goes on although the handler has not ended. */
  leave(run: JobRun<Arg>): void {
    if (!run.attached) return
    const cause = run.abortCause ?? 'cancelled'
    run.abort(cause)
    if (run.startedAt === undefined) {
      this.#endBeforeCall(run, { outcome: cause, pauseMs: 0 })
      return
    }
    const error =
      cause === 'timeout'
        ? new KeyholdError(
            'timeout',
            'The handler passed its time limit and did not end when its signal aborted.',
            'Give it more time, or let it listen to context.signal.',
          )
        : undefined
    this.#abandoned++
    this.#end(run, { outcome: cause, pauseMs: 0, error }, true)
  }

  #begin(): void {
    for (let i = 0; i < JOBS_A_TURN && this.#free.length > 0; i++) {
      const job = this.#options.next()
      if (job === undefined) return
      const lane = this.#free.pop()
      if (lane === undefined) return
      const run = new JobRun(job, lane, this.#options.scheduledAt(job))
      this.#runs.set(lane, run)
      this.#confirm(run)
    }
    this.wake()
  }

  #confirm(run: JobRun<Arg>): void {
    const { dedup } = this.#options
    const { hold } = run.job
    if (hold === undefined || dedup.isConfirmed(hold)) this.#call(run)
    else dedup.check(hold, (outcome) => this.#afterCheck(run, outcome))
  }

  #afterCheck(run: JobRun<Arg>, check: CheckOutcome): void {
    if (check.outcome === 'held-by-us') run.job.hold = check.hold
    if (!run.attached) {
      this.#release(run)
      return
    }
    if (run.abortCause !== undefined) {
      this.#endBeforeCall(run, { outcome: run.abortCause, pauseMs: 0 })
      return
    }
    switch (check.outcome) {
      case 'held-by-us':
        this.#call(run)
        break
      case 'released':
        run.job.hold = undefined
        this.#call(run)
        break
      case 'lost-to':
        run.job.hold = undefined
        this.#endBeforeCall(run, { outcome: 'lost-to', pauseMs: 0, owner: check.owner })
        break
      case 'unknown':
        this.#callUnconfirmed(run)
    }
  }

  /** Nobody can say whether the hold stands. */
  #callUnconfirmed(run: JobRun<Arg>): void {
    if (this.#options.whenHoldUnknown === 'run') {
      run.confirmed = false
      this.#call(run)
      return
    }
    this.#options.clock.after(CHECK_AGAIN_MS, () => {
      if (run.attached) this.#confirm(run)
    })
  }

  #call(run: JobRun<Arg>): void {
    const { handler, clock, timeoutMs, onStart } = this.#options
    run.startedAt = clock.monotonic()
    onStart(run)
    let answer: number | void | Promise<number | void>
    try {
      answer = handler(run.job.arg, run)
    } catch (error) {
      this.#fail(run, error)
      return
    }
    if (!isThenable(answer)) {
      this.#succeed(run, answer)
      return
    }
    if (timeoutMs !== undefined) {
      run.cancelTimer = clock.after(timeoutMs, () => this.abort(run, 'timeout'))
    }
    // Adopted: a thenable that throws then rejects, as a handler that throws does.
    Promise.resolve(answer).then(
      (pause) => this.#succeed(run, pause),
      (error: unknown) => this.#fail(run, error),
    )
  }

  #succeed(run: JobRun<Arg>, answer: unknown): void {
    if (!run.attached) {
      this.#settledLate(run)
      return
    }
    let pauseMs: number
    try {
      pauseMs = pauseOf(answer)
    } catch (error) {
      this.#end(run, { outcome: 'failed', pauseMs: 0, error })
      return
    }
    this.#end(run, { outcome: 'done', pauseMs })
  }

  #fail(run: JobRun<Arg>, error: unknown): void {
    if (!run.attached) {
      this.#settledLate(run)
      return
    }
    this.#end(run, { outcome: run.abortCause ?? 'failed', pauseMs: 0, error })
  }

  #settledLate(run: JobRun<Arg>): void {
    this.#abandoned--
    this.#settle(run)
    this.#options.onSettledLate(run)
  }

  #endBeforeCall(run: JobRun<Arg>, end: Ending): void {
    this.#release(run)
    this.#end(run, end)
  }

  /**
   * One synchronous step: the settle goes on the connection, the key is freed, the end is told; a schedule that
   * comes later follows on the same connection and sees the settled hold.
   */
  #end(run: JobRun<Arg>, end: Ending, stillOut = false): void {
    const { clock, onEnd } = this.#options
    const now = clock.monotonic()
    const runMs = run.startedAt === undefined ? 0 : now - run.startedAt
    run.cancelTimer?.()
    run.attached = false
    this.#runs.delete(run.lane)
    this.#longest.record(runMs + end.pauseMs, now)
    if (!stillOut) this.#settle(run)
    onEnd(run, { ...end, runMs, stillOut })
    if (end.pauseMs > 0) clock.after(end.pauseMs, () => this.#freeLane(run.lane), { keepAlive: false })
    else this.#freeLane(run.lane)
  }

  #settle(run: JobRun<Arg>): void {
    const { hold } = run.job
    if (hold !== undefined) this.#options.dedup.settle(hold)
    run.job.hold = undefined
  }

  #release(run: JobRun<Arg>): void {
    const { hold } = run.job
    if (hold !== undefined) this.#options.dedup.release(hold)
    run.job.hold = undefined
  }

  #freeLane(lane: number): void {
    this.#free.push(lane)
    this.wake()
  }
}

function isThenable(answer: unknown): answer is PromiseLike<number | void> {
  return (
    typeof answer === 'object' && answer !== null && 'then' in answer && typeof answer.then === 'function'
  )
}
