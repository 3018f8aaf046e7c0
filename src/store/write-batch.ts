import { addIntent, addStep, emptyTurn, type IntendedJob, type StateByte } from './journal-records'
import { entryLost, StoreError, type StoreFailure } from './store-error'
import type { StoreEntry } from './store-protocol'

/** Told once what was said is on the disk, or why it is not. Must not throw: others are told behind it. */
export type JournalAnswer = (failure?: StoreError) => void

const NO_ENTRY = -1

/** What is handed over in one turn of the event loop, and who is told of its commit. */
export class WriteBatch {
  readonly entries: StoreEntry[] = []
  readonly journal = emptyTurn()
  /** Settles for all records that are not the journal's. */
  readonly written: Promise<void>
  #settle: (failure?: StoreError) => void = () => undefined
  readonly #answers: JournalAnswer[] = []
  /** Beside each answer the entry that has to be there for it, or none. */
  readonly #needed: number[] = []
  records = 0
  bytes = 0

  constructor() {
    this.written = quiet(
      new Promise((resolve, reject) => {
        this.#settle = (failure) => (failure ? reject(failure) : resolve())
      }),
    )
  }

  add(entry: StoreEntry, bytes: number): void {
    this.entries.push(entry)
    this.#count(bytes)
  }

  intend(job: IntendedJob, bytes: number, done: JournalAnswer): void {
    addIntent(this.journal, job)
    this.answer(done)
    this.#count(bytes)
  }

  /** @param mustBeThere whether it fails where the entry is not there any more */
  step(number: number, state: StateByte, mustBeThere: boolean, done?: JournalAnswer): void {
    addStep(this.journal, number, state)
    if (done) this.answer(done, mustBeThere ? number : NO_ENTRY)
    this.#count(0)
  }

  /** Adds one who is told behind all that were added before. */
  answer(done: JournalAnswer, needed = NO_ENTRY): void {
    this.#answers.push(done)
    this.#needed.push(needed)
  }

  /** @param lost entries that were to be accepted and are not in the file any more */
  settle(failure?: StoreFailure, lost: readonly number[] = []): void {
    const error = failure && new StoreError(failure)
    this.#settle(error)
    const lostOnes = new Set(lost)
    this.#answers.forEach((done, at) => {
      const needed = this.#needed[at] ?? NO_ENTRY
      done(error ?? (lostOnes.has(needed) ? new StoreError(entryLost(needed)) : undefined))
    })
  }

  #count(bytes: number): void {
    this.records += 1
    this.bytes += bytes
  }
}

/** Whoever does not wait for a record is told by the counts, not by an unhandled rejection. */
export function quiet(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}
