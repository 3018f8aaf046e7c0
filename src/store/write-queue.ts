import type { IntendedJob, StateByte } from './journal-records'
import { storeBehind, StoreError, type StoreFailure } from './store-error'
import type { StoreEntry } from './store-protocol'
import { quiet, WriteBatch, type JournalAnswer } from './write-batch'

export interface WriteBounds {
  /** Records that were handed over and are not on the disk. */
  readonly records: number
  /** What they hold in memory, about. */
  readonly bytes: number
}

/** Records by what became of them, since the store was opened. */
export interface WriteCounts {
  /** Transactions that were committed. */
  readonly commits: number
  readonly written: number
  /** Not taken: too much waited already, the store was closed, or the record was none. */
  readonly refused: number
  /** Taken, and not written: the disk was full, or the like. */
  readonly failed: number
  readonly waiting: number
}

/** Where the thread has so much to do already, more batches would only be smaller ones. */
const MOST_BATCHES_SENT = 2

/** A batch of so many records is sent all the same: it costs a message of some ms. */
const MOST_HELD_BACK = 2_000

/**
 * Collects what is handed over in one turn of the event loop into one batch: one message, one transaction, one promise
 * for all of them; the journal's callers are told each, in call order. A thread that
 * is behind gets the turns that wait for it as one batch. What waits is bounded: beyond it a record is refused, told and counted.
 */
export class WriteQueue {
  readonly #bounds: WriteBounds
  readonly #send: (id: number, batch: WriteBatch) => void
  readonly #sent = new Map<number, WriteBatch>()
  #open: WriteBatch | undefined
  #lastSent: WriteBatch | undefined
  /** The turn of the open batch is over, and it waits for one that was sent. */
  #isHeldBack = false
  #batches = 0
  #bytes = 0
  #over: StoreFailure | undefined
  #counts = { commits: 0, written: 0, refused: 0, failed: 0, waiting: 0 }

  constructor(bounds: WriteBounds, send: (id: number, batch: WriteBatch) => void) {
    this.#bounds = bounds
    this.#send = send
  }

  get counts(): WriteCounts {
    return { ...this.#counts }
  }

  /**
   * @returns when it is committed
   * @throws StoreError `store-behind`, `store-closed`, or why its batch could not be written
   */
  add(entry: StoreEntry, bytes: number): Promise<void> {
    const refusal = this.#over ?? this.#refusalOf(bytes)
    if (refusal !== undefined) return this.refuse(refusal)
    const batch = (this.#open ??= this.#begin())
    batch.add(entry, bytes)
    this.#take(bytes)
    return batch.written
  }

  intend(job: IntendedJob, bytes: number, done: JournalAnswer): void {
    const refusal = this.#over ?? this.#refusalOf(bytes)
    if (refusal !== undefined) {
      this.refuseAnswer(refusal, done)
      return
    }
    const batch = (this.#open ??= this.#begin())
    batch.intend(job, bytes, done)
    this.#take(bytes)
  }

  /** What became of a job is taken however much waits: it is small, and comes at most three times an intent. */
  step(number: number, state: StateByte, mustBeThere: boolean, done?: JournalAnswer): void {
    if (this.#over !== undefined) {
      this.refuseAnswer(this.#over, done)
      return
    }
    const batch = (this.#open ??= this.#begin())
    batch.step(number, state, mustBeThere, done)
    this.#take(0)
  }

  noteGeneration(generation: string): void {
    if (this.#over === undefined) (this.#open ??= this.#begin()).journal.generation = generation
  }

  /** Counts a record that is not taken. @returns what the caller of `add` gets */
  refuse(failure: StoreFailure): Promise<void> {
    this.#counts.refused += 1
    return quiet(Promise.reject(new StoreError(failure)))
  }

  /** As `refuse`, for the journal: told behind all that were taken before it. */
  refuseAnswer(failure: StoreFailure, done?: JournalAnswer): void {
    this.#counts.refused += 1
    if (done === undefined) return
    const tell = (): void => done(new StoreError(failure))
    const before = this.#open ?? this.#lastSent
    if (before) before.answer(tell)
    else setImmediate(tell)
  }

  /** Sends what was collected without waiting for the end of the turn. */
  flush(): void {
    const batch = this.#open
    if (batch === undefined) return
    this.#open = undefined
    this.#lastSent = batch
    this.#sent.set((this.#batches += 1), batch)
    this.#send(this.#batches, batch)
  }

  /** The thread's word on a batch. */
  written(id: number, failure?: StoreFailure, lost?: readonly number[]): void {
    const batch = this.#sent.get(id)
    if (batch === undefined) return
    this.#sent.delete(id)
    if (this.#isHeldBack) this.#sendHeldBack()
    this.#end(batch, failure, lost)
  }

  /** Takes no more, and sends what was collected. */
  close(failure: StoreFailure): void {
    this.#over ??= failure
    this.flush()
  }

  /** Nothing that waits will be written any more. */
  abandon(failure: StoreFailure): void {
    this.#over ??= failure
    const batches = [...this.#sent.values(), ...(this.#open ? [this.#open] : [])]
    this.#sent.clear()
    this.#open = undefined
    for (const batch of batches) this.#end(batch, failure)
  }

  #refusalOf(bytes: number): StoreFailure | undefined {
    const { waiting } = this.#counts
    const isFull = waiting >= this.#bounds.records || this.#bytes + bytes > this.#bounds.bytes
    return isFull ? storeBehind(waiting) : undefined
  }

  #take(bytes: number): void {
    this.#bytes += bytes
    this.#counts.waiting += 1
    if (this.#isHeldBack && (this.#open?.records ?? 0) >= MOST_HELD_BACK) this.#sendHeldBack()
  }

  #begin(): WriteBatch {
    this.#sendAtEndOfTurn()
    return new WriteBatch()
  }

  #sendHeldBack(): void {
    this.#isHeldBack = false
    this.#sendAtEndOfTurn()
  }

  /** Behind all promises that are settled in the turn: their records belong to the same commit. */
  #sendAtEndOfTurn(): void {
    setImmediate(() => {
      this.#isHeldBack = this.#sent.size >= MOST_BATCHES_SENT && (this.#open?.records ?? 0) < MOST_HELD_BACK
      if (!this.#isHeldBack) this.flush()
    })
  }

  #end(batch: WriteBatch, failure: StoreFailure | undefined, lost?: readonly number[]): void {
    const { records } = batch
    if (this.#lastSent === batch) this.#lastSent = undefined
    this.#bytes -= batch.bytes
    this.#counts.waiting -= records
    if (failure === undefined) {
      this.#counts.commits += 1
      this.#counts.written += records
    } else this.#counts.failed += records
    batch.settle(failure, lost)
  }
}
