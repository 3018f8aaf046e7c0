import { storeBehind, StoreError, type StoreFailure } from './store-error'
import type { StoreEntry } from './store-protocol'

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

interface Batch {
  readonly entries: StoreEntry[]
  bytes: number
  readonly written: Promise<void>
  settle(failure?: StoreFailure): void
}

/**
 * Collects what is handed over in one turn of the event loop into one batch: one message, one transaction, one promise
 * for all of them. What waits is bounded: beyond it a record is refused, told and counted.
 */
export class WriteQueue {
  readonly #bounds: WriteBounds
  readonly #send: (batch: number, entries: readonly StoreEntry[]) => void
  readonly #sent = new Map<number, Batch>()
  #open: Batch | undefined
  #batches = 0
  #bytes = 0
  #over: StoreFailure | undefined
  #counts = { commits: 0, written: 0, refused: 0, failed: 0, waiting: 0 }

  constructor(bounds: WriteBounds, send: (batch: number, entries: readonly StoreEntry[]) => void) {
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
    batch.entries.push(entry)
    batch.bytes += bytes
    this.#bytes += bytes
    this.#counts.waiting += 1
    return batch.written
  }

  /** Counts a record that is not taken. @returns what the caller of `add` gets */
  refuse(failure: StoreFailure): Promise<void> {
    this.#counts.refused += 1
    return quiet(Promise.reject(new StoreError(failure)))
  }

  /** Sends what was collected without waiting for the end of the turn. */
  flush(): void {
    const batch = this.#open
    if (batch === undefined) return
    this.#open = undefined
    this.#sent.set((this.#batches += 1), batch)
    this.#send(this.#batches, batch.entries)
  }

  /** The thread's word on a batch. */
  written(id: number, failure?: StoreFailure): void {
    const batch = this.#sent.get(id)
    if (batch === undefined) return
    this.#sent.delete(id)
    this.#end(batch, failure)
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

  #begin(): Batch {
    // At the end of the turn, behind all promises that are settled in it: their records belong to the same commit.
    setImmediate(() => this.flush())
    let settle: Batch['settle'] = () => undefined
    const written = new Promise<void>((resolve, reject) => {
      settle = (failure) => (failure ? reject(new StoreError(failure)) : resolve())
    })
    return { entries: [], bytes: 0, written: quiet(written), settle }
  }

  #end(batch: Batch, failure: StoreFailure | undefined): void {
    const records = batch.entries.length
    this.#bytes -= batch.bytes
    this.#counts.waiting -= records
    if (failure === undefined) {
      this.#counts.commits += 1
      this.#counts.written += records
    } else this.#counts.failed += records
    batch.settle(failure)
  }
}

/** Whoever does not wait for a record is told by the counts, not by an unhandled rejection. */
function quiet(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}
