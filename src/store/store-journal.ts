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
import { badRecord } from './store-error'
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
    const { number, backoffMs, scheduledAt } = job
    if (!Number.isSafeInteger(number) || number < 0)
      this.#writes.refuseAnswer(badRecord('number', number), done)
    else if (!Number.isFinite(backoffMs)) this.#writes.refuseAnswer(badRecord('backoffMs', backoffMs), done)
    else if (!Number.isFinite(scheduledAt))
      this.#writes.refuseAnswer(badRecord('scheduledAt', scheduledAt), done)
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

  /** Nothing of it is left to do. As `end` where it cannot be written. */
  forget(number: number): void {
    this.#writes.step(number, STATE_BYTES.gone, false)
  }

  /** What earlier runs of the same place left, in the order of runs and of their numbers. */
  left(page: PageQuery<EntryPlace>): Promise<Page<LeftEntry, EntryPlace>> {
    return this.#ask('leftEntries', { page })
  }

  countLeft(): Promise<LeftCount> {
    return this.#ask('countLeft', {})
  }

  /** One transaction; those that are not there any more are passed over. @param entries a page of them */
  forgetLeft(entries: readonly EntryPlace[]): Promise<void> {
    return this.#ask('forgetLeft', { entries })
  }

  /**
   * Makes entries of earlier runs ones of the present run, under new numbers and accepted: all of them or none, in one
   * transaction. @param entries a page of them
   * @throws StoreError `store-bad-record`: one of them is not there
   */
  takeOver(entries: readonly TakenOver[]): Promise<void> {
    return this.#ask('takeOver', { entries })
  }
}
