import { bytesOfIntent } from './entry-size'
import {
  STATE_BYTES,
  type EntryPlace,
  type IntendedJob,
  type LeftCount,
  type LeftEntry,
  type TakenOver,
} from './journal-records'
import type { Page, PageQuery } from './queries'
import { badRecord, StoreError, type StoreFailure } from './store-error'
import type { AskStore } from './store-protocol'
import type { JournalAnswer } from './write-batch'
import type { WriteQueue } from './write-queue'

/**
 * Which jobs the app has taken and is not done with, so that the next start finds them however this one ends. What is said
 * in one turn of the event loop belongs to the commit of that turn; answers come in call order, in one step a commit.
 * Nothing of a waiting entry is kept in the memory of the caller.
 */
export class StoreJournal {
  readonly #writes: WriteQueue
  readonly #ask: AskStore

  constructor(writes: WriteQueue, ask: AskStore) {
    this.#writes = writes
    this.#ask = ask
  }

  /**
   * @param done with `store-behind`: too much waits already; `store-bad-record`; `store-closed`; or why it could not be
   *   written. The entry is not there then.
   */
  intend(job: IntendedJob, done: JournalAnswer): void {
    const bad = badMemberOf(job)
    if (bad) this.#writes.refuseAnswer(bad, done)
    else this.#writes.intend(job, bytesOfIntent(job), done)
  }

  /** @param done with `store-corrupt`: a damaged file, kept aside since, has its entry; or why it could not be written */
  accept(number: number, done: JournalAnswer): void {
    this.#writes.step(number, STATE_BYTES.accepted, true, done)
  }

  /** Where it cannot be written it goes with the next commit that can. @param done with why it could not */
  end(number: number, done: JournalAnswer): void {
    this.#writes.step(number, STATE_BYTES.ended, false, done)
  }

  /** An attempt has failed, and another is to come. As `end` where it cannot be written. */
  retry(number: number): void {
    this.#writes.step(number, STATE_BYTES.retrying, false)
  }

  /** Which generation counts: at the next start it tells whether a bump came between. */
  noteGeneration(generation: string): void {
    this.#writes.noteGeneration(generation)
  }

  /** Nothing of it is left to do. As `end` where it cannot be written. */
  forget(number: number): void {
    this.#writes.step(number, STATE_BYTES.gone, false)
  }

  /** What earlier runs of the same place left, in the order of runs and of their numbers. */
  left(page: PageQuery<EntryPlace>): Promise<Page<LeftEntry, EntryPlace>> {
    return this.#ask('leftEntries', { page })
  }

  /** The instances that the latest runs of the same place were: what they took in Redis is this app's. */
  earlierInstances(): Promise<readonly string[]> {
    return this.#ask('earlierInstances', {})
  }

  countLeft(): Promise<LeftCount> {
    return this.#ask('countLeft', {})
  }

  /** Writes down that these ran when their run ended. As `forgetLeft`. */
  interruptLeft(entries: readonly EntryPlace[]): Promise<void> {
    return this.#ask('interruptLeft', { entries })
  }

  /** One transaction; those that are not there any more are passed over. @param entries a page of them */
  forgetLeft(entries: readonly EntryPlace[]): Promise<void> {
    return this.#ask('forgetLeft', { entries })
  }

  /**
   * Makes entries of earlier runs ones of the present run, under new numbers and accepted: all of them or none, in one
   * transaction. @param entries a page of them
   * @throws StoreError `store-bad-record`: one of them is not there, or a new number is none
   */
  takeOver(entries: readonly TakenOver[]): Promise<void> {
    const bad = entries.find(({ newNumber }) => !isEntryNumber(newNumber))
    if (bad) return Promise.reject(new StoreError(badRecord('newNumber', bad.newNumber)))
    return this.#ask('takeOver', { entries })
  }
}

const isEntryNumber = (number: number): boolean => Number.isSafeInteger(number) && number >= 0

function badMemberOf({ number, backoffMs, scheduledAt }: IntendedJob): StoreFailure | undefined {
  if (!isEntryNumber(number)) return badRecord('number', number)
  if (!Number.isFinite(backoffMs)) return badRecord('backoffMs', backoffMs)
  return Number.isFinite(scheduledAt) ? undefined : badRecord('scheduledAt', scheduledAt)
}
