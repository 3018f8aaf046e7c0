import { placeOf, type LeftJob, type LeftJobs } from './left-jobs'
import type { LeftHistory } from './left-history'
import type { ReEntry } from './re-entry'
import type { Recovery } from './recovery'
import type { RuntimeParts } from '../runtime-parts'
import type { StoreJournal } from '../../store/store-journal'

export interface LeftWorkParts extends Pick<RuntimeParts, 'dedup' | 'processor'> {
  readonly left: LeftJobs
  readonly recovery: Recovery
  readonly reEntry: ReEntry
  readonly history: LeftHistory
  readonly journal: StoreJournal
}

/** What an earlier run left, and what can be done about each job of it. */
export class LeftWork {
  readonly left: LeftJobs
  readonly recovery: Recovery
  readonly #parts: LeftWorkParts

  constructor(parts: LeftWorkParts) {
    this.left = parts.left
    this.recovery = parts.recovery
    this.#parts = parts
  }

  /**
   * It waits again: with the hold that it has left, or a new one.
   * @returns why it does not; undefined where it does
   * @throws KeyholdError `redis-error`, `bad-generation`, or of the store
   */
  async runAgain({ leftId, entry, number: known }: LeftJob): Promise<string | undefined> {
    const { dedup, reEntry, journal, left } = this.#parts
    const { holds } = await reEntry.find([entry.key])
    const [found] = holds
    if (found?.state === 'held') return 'Its key is held by another.'
    const number = known ?? dedup.nextNumber()
    if (known === undefined) await journal.takeOver([{ ...placeOf(entry), newNumber: number }])
    const refusal = await reEntry.enter(entry, number, found?.state === 'ours' ? found : undefined)
    left.remove(leftId)
    // It stays, as an entry of this run now.
    if (refusal !== undefined) left.add(entry, refusal.reason, number)
    return refusal?.sentence
  }

  /** It never runs; the hold that it has left goes. @throws as `runAgain` */
  async drop({ leftId, entry, reason, number }: LeftJob): Promise<undefined> {
    const { reEntry, journal, history, left, processor } = this.#parts
    const { holds } = await reEntry.find([entry.key])
    const [found] = holds
    // A later job of the same key, if there is one, goes on with that hold.
    if (found?.state === 'ours' && !processor.findJob({ key: entry.key })) await reEntry.release(found)
    const isInterrupted = reason.kind === 'interrupted'
    history.add(
      entry,
      isInterrupted ? 'interrupted' : 'dropped',
      isInterrupted ? reason.startedAt : undefined,
    )
    if (number === undefined) await journal.forgetLeft([placeOf(entry)])
    else journal.forget(number)
    left.remove(leftId)
  }
}
