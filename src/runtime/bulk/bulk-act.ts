import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BulkActKind, BulkActView, BulkFailureRow } from '../../contract/bulk'
import { LIMITS } from '../../contract/limits'
import type { Clock } from '../../processor/clock'
import { cutText } from '../views/cut-text'
import { errorEnvelope } from '../views/error-envelope'

/** What one step of an act came to. */
export interface BulkStep {
  /** Things changed as asked. */
  readonly changed: number
  /** Things reached and left as they are. */
  readonly failures: readonly BulkFailure[]
  /** Things of which no answer came: they may have been changed. */
  readonly unknown?: readonly BulkFailure[]
}

export interface BulkFailure {
  /** The job's key, or the Redis key. */
  readonly subject: string
  /** A sentence. */
  readonly reason: string
}

export interface BulkPlan {
  readonly kind: BulkActKind
  /** Things that it is to reach; undefined where that is known at its end only. */
  readonly total: number | undefined
  /**
   * Does the work, a batch a step; each small enough for one turn of the event loop. Ends soon after the signal.
   * What it throws ends the act as failed.
   */
  readonly steps: (signal: AbortSignal) => AsyncIterable<BulkStep>
  /** What no step has reached, asked once when the act has ended before its time; absent: that is not listed. */
  readonly unreached?: () => Unreached
}

export interface Unreached {
  readonly count: number
  /** Asked for as many as are kept. */
  readonly subjects: Iterable<string>
}

export interface BulkActOptions extends BulkPlan {
  readonly actId: string
  readonly clock: Clock
  /** Called after each step. */
  readonly changed: () => void
}

/** Characters of a key or a reason that are kept. */
const LONGEST_TEXT = 500

const STOPPED = 'Not reached: the act was stopped before it.'
const FAILED = 'Not reached: the act failed before it.'

/** An act on many things: step by step, with an end at any moment, and a list of what it could not change. */
export class BulkAct {
  readonly actId: string
  readonly #options: BulkActOptions
  readonly #abort = new AbortController()
  readonly #startedAt: number
  readonly #failures: BulkFailureRow[] = []
  /** Resolves when it is at work no more. */
  readonly ended: Promise<void>
  #state: BulkActView['state'] = 'working'
  #changed = 0
  #failed = 0
  #unknown = 0
  #unreached = 0
  #endedAt: number | undefined
  #error: BulkActView['error']

  /** Begins at once. */
  constructor(options: BulkActOptions) {
    this.actId = options.actId
    this.#options = options
    this.#startedAt = options.clock.wall()
    this.ended = this.#run()
  }

  get atWork(): boolean {
    return this.#state === 'working'
  }

  view(): BulkActView {
    const { kind, total } = this.#options
    return {
      actId: this.actId,
      kind,
      state: this.#state,
      ...(total === undefined ? {} : { total }),
      reached: this.#changed + this.#failed + this.#unknown,
      changed: this.#changed,
      failed: this.#failed,
      unknown: this.#unknown,
      unreached: this.#unreached,
      startedAt: this.#startedAt,
      ...(this.#endedAt === undefined ? {} : { endedAt: this.#endedAt }),
      ...(this.#error ? { error: this.#error } : {}),
    }
  }

  /** The first `LIMITS.bulkFailuresKept` things that are not known to be changed, in the order of the act. */
  failures(offset: number, limit: number): { readonly total: number; readonly rows: BulkFailureRow[] } {
    return { total: this.#failures.length, rows: this.#failures.slice(offset, offset + limit) }
  }

  /** What was changed stays. Resolves when the step that is under way has ended. */
  async stop(): Promise<void> {
    this.#abort.abort()
    await this.ended
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort
    try {
      // The caller gets its answer before the first step.
      await nextTurn()
      for await (const step of this.#options.steps(signal)) {
        this.#take(step)
        this.#options.changed()
        if (signal.aborted) break
        await nextTurn()
      }
      this.#end(signal.aborted ? 'stopped' : 'done')
    } catch (error) {
      if (!signal.aborted) this.#error = errorEnvelope(error)
      this.#end(signal.aborted ? 'stopped' : 'failed')
    }
  }

  #take({ changed, failures, unknown = [] }: BulkStep): void {
    this.#changed += changed
    this.#failed += failures.length
    this.#unknown += unknown.length
    for (const failure of [...failures, ...unknown]) {
      if (!this.#list(failure)) return
    }
  }

  #takeUnreached({ count, subjects }: Unreached, reason: string): void {
    this.#unreached = count
    for (const subject of subjects) {
      if (!this.#list({ subject, reason })) return
    }
  }

  /** @returns false once no more are kept */
  #list({ subject, reason }: BulkFailure): boolean {
    if (this.#failures.length >= LIMITS.bulkFailuresKept) return false
    this.#failures.push({
      sequence: this.#failures.length + 1,
      subject: cutText(subject, LONGEST_TEXT),
      reason: cutText(reason, LONGEST_TEXT),
    })
    return true
  }

  #end(state: Exclude<BulkActView['state'], 'working'>): void {
    const left = state === 'done' ? undefined : this.#options.unreached?.()
    if (left) this.#takeUnreached(left, state === 'stopped' ? STOPPED : FAILED)
    this.#state = state
    this.#endedAt = this.#options.clock.wall()
    this.#options.changed()
  }
}
