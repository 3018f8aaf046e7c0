import type { JournalView } from '../../contract/journal'
import type { WaitingJob } from '../../processor/background-processor'
import type { Clock } from '../../processor/clock'
import type { KeyholdError } from '../../processor/errors'
import type { Journal, JournalEntry } from '../../processor/journal'
import type { StoreJournal } from '../../store/store-journal'
import type { ProblemLog } from '../problem-log'
import { errorEnvelope } from '../views/error-envelope'

export interface AppJournalOptions {
  /** What it is written to; undefined where the store could not be opened. */
  readonly store: StoreJournal | undefined
  /** Why there is none. */
  readonly failure: KeyholdError | undefined
  readonly clock: Clock
  readonly problems: ProblemLog
  readonly changed: () => void
}

/** A job that was written down before. */
export interface WrittenJob extends Pick<WaitingJob<string>, 'key' | 'backoffMs' | 'arg' | 'scheduledAt'> {
  readonly number: number
  /** An attempt of it has failed. */
  readonly isRetrying: boolean
}

/** Numbers of holds, both inclusive. */
interface Span {
  readonly first: number
  last: number
}

/**
 * The journal of a profile at work. What cannot be written down is not scheduled, until the operator says to go on
 * without: then nothing is written of new jobs, while those that were written down before are followed to their end.
 */
export class AppJournal implements Journal {
  readonly #options: AppJournalOptions
  #state: JournalView['state'] = 'on'
  #failure: KeyholdError | undefined
  /** Jobs that were not written down. */
  readonly #unwritten: Span[] = []
  /** The last of them, while it grows. */
  #off: Span | undefined
  /** Those of them that have not ended: a few, and only where it was off. */
  readonly #unwrittenHere = new Set<number>()
  /** An end could not be written, and nothing has been since. */
  #owesEnds = false

  constructor(options: AppJournalOptions) {
    this.#options = options
    if (options.store === undefined) this.#fail(options.failure)
  }

  view(): JournalView {
    return {
      state: this.#state,
      ...(this.#failure === undefined ? {} : { error: errorEnvelope(this.#failure) }),
    }
  }

  /** Whether what waits now is there after a crash, or after a quit that keeps it. */
  get keeps(): boolean {
    return this.#options.store !== undefined && this.#unwrittenHere.size === 0
  }

  /** Whether jobs that have ended stand there as if they had not: only the marks of their runs tell of it. */
  get owesEnds(): boolean {
    return this.#owesEnds
  }

  /** Nothing is written of what is scheduled from now on. */
  goWithout(): void {
    this.#state = 'off'
    this.#options.changed()
  }

  /** What is scheduled from now on is written down again, or refused where that fails still. */
  tryAgain(): void {
    this.#off = undefined
    this.#state = 'on'
    if (this.#options.store === undefined) this.#fail(this.#options.failure)
    else this.#failure = undefined
    this.#options.changed()
  }

  intend({ number, key, backoffMs, arg }: JournalEntry, done: (problem?: string) => void): void {
    const { store, clock } = this.#options
    if (this.#state === 'off') {
      this.#leaveOut(number)
      done()
      return
    }
    if (store === undefined) {
      done(this.#failure?.message ?? 'There is no job store.')
      return
    }
    const job = { number, key, backoffMs, argument: String(arg), scheduledAt: clock.wall() }
    store.intend(job, (failure) => {
      if (failure) this.#fail(failure)
      else this.#works()
      done(failure?.message)
    })
  }

  accept(number: number, done: (problem?: string) => void): void {
    const { store } = this.#options
    if (store === undefined || this.#isUnwritten(number)) done()
    else
      store.accept(number, (failure) => {
        if (failure) this.#fail(failure)
        else this.#works()
        // The operator knows that it is not kept.
        done(this.#state === 'off' ? undefined : failure?.message)
      })
  }

  end(number: number, done: () => void): void {
    const { store } = this.#options
    this.#unwrittenHere.delete(number)
    if (store === undefined || this.#isUnwritten(number)) done()
    else
      store.end(number, (failure) => {
        if (failure) {
          this.#owesEnds = true
          this.#fail(failure)
        } else this.#works()
        done()
      })
  }

  /** An attempt has failed, and another is to come. */
  retry(number: number): void {
    if (!this.#isUnwritten(number)) this.#options.store?.retry(number)
  }

  /** Under the numbers that they had. Resolves when it is done, or has failed, which is told. */
  async writeAgain(jobs: readonly WrittenJob[]): Promise<void> {
    const { store } = this.#options
    if (store === undefined) return
    await Promise.all(
      jobs.map(async ({ number, arg, isRetrying, ...job }) => {
        if (this.#isUnwritten(number)) return
        store.intend({ ...job, number, argument: arg }, (failure) => this.#fail(failure))
        const accepted = new Promise<void>((resolve) => {
          store.accept(number, () => resolve())
        })
        if (isRetrying) store.retry(number)
        await accepted
      }),
    )
  }

  noteGeneration(generation: string): void {
    this.#options.store?.noteGeneration(generation)
  }

  forget(number: number): void {
    this.#unwrittenHere.delete(number)
    if (!this.#isUnwritten(number)) this.#options.store?.forget(number)
  }

  #fail(failure: KeyholdError | undefined): void {
    const { problems, changed } = this.#options
    if (failure === undefined) return
    if (this.#failure?.code !== failure.code) problems.report('keyhold_journal', errorEnvelope(failure))
    this.#failure = failure
    if (this.#state === 'on') this.#state = 'failing'
    changed()
  }

  #works(): void {
    // What could not be written before goes with the next commit.
    this.#owesEnds = false
    if (this.#state !== 'failing') return
    this.#state = 'on'
    this.#failure = undefined
    this.#options.changed()
  }

  /** Numbers grow; those between belong to holds that were taken anew. */
  #leaveOut(number: number): void {
    this.#unwrittenHere.add(number)
    if (this.#off === undefined) this.#unwritten.push((this.#off = { first: number, last: number }))
    else this.#off.last = number
  }

  #isUnwritten(number: number): boolean {
    return this.#unwritten.some(({ first, last }) => first <= number && number <= last)
  }
}
