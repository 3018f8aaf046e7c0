import type { LeftReason } from '../../contract/journal'
import type { EarlierHold, FoundHolds } from '../../dedup/earlier-holds'
import type { ScheduleOutcome } from '../../processor/outcomes'
import type { LeftEntry } from '../../store/journal-records'
import type { StoreJournal } from '../../store/store-journal'
import type { RuntimeParts } from '../runtime-parts'
import { ownerView } from '../views/outcome-view'

export interface ReEntryParts extends Pick<RuntimeParts, 'processor' | 'dedup'> {
  readonly journal: StoreJournal
  /** A hold of this earlier instance is one of ours from now on. */
  readonly onAdopted: (instance: string) => void
}

/** Why a job does not wait again. */
export interface Refusal {
  readonly reason: LeftReason
  /** For a list of what an act could not change. */
  readonly sentence: string
}

/** The way of earlier jobs, and of the holds that they have left, into the processor of now. */
export class ReEntry {
  readonly #parts: ReEntryParts
  #instances: ReadonlySet<string> = new Set()

  constructor(parts: ReEntryParts) {
    this.#parts = parts
  }

  /** Which instances this app was before. */
  async learn(): Promise<void> {
    this.#instances = new Set(await this.#parts.journal.earlierInstances())
  }

  /** @throws KeyholdError `redis-error`, `bad-generation` */
  find(keys: readonly string[]): Promise<FoundHolds> {
    return this.#parts.dedup.findEarlier(keys, this.#instances)
  }

  /**
   * The job waits again, as an entry of the present run, which it must be by now.
   * @param found the hold that it has left; without one it is taken anew
   * @returns undefined where it waits
   */
  async enter(
    entry: LeftEntry,
    number: number,
    found: EarlierHold | undefined,
  ): Promise<Refusal | undefined> {
    const { processor, dedup, onAdopted } = this.#parts
    const { key, backoffMs, argument: arg, scheduledAt } = entry
    const hold = found && dedup.adopt(found, number)
    const outcome = await processor.adopt({
      ...{ key, backoffMs, arg, scheduledAt },
      ...(hold === undefined ? { number } : { hold }),
    })
    if (outcome.outcome === 'scheduled') {
      if (found) onAdopted(found.instance)
      return undefined
    }
    if (hold) dedup.abandon(hold)
    return refusalOf(outcome, dedup.instance)
  }

  /** Deletes a hold that was left, unless it was changed since. Resolves when Redis has answered. */
  release(hold: EarlierHold): Promise<unknown> {
    const { dedup } = this.#parts
    return new Promise((done) => dedup.release(dedup.adopt(hold), done))
  }

  /** Leaves of its backoff what is left. Resolves when Redis has answered. */
  settle(hold: EarlierHold): Promise<unknown> {
    const { dedup } = this.#parts
    return new Promise((done) => dedup.settle(dedup.adopt(hold), done))
  }
}

function refusalOf(outcome: Exclude<ScheduleOutcome, { outcome: 'scheduled' }>, instance: string): Refusal {
  switch (outcome.outcome) {
    case 'held': {
      const { owner, remainingMs } = outcome
      return {
        reason: {
          ...{ kind: 'taken', owner: ownerView(owner, instance) },
          ...(remainingMs === undefined ? {} : { remainingMs }),
        },
        sentence: 'Its key is held in Redis.',
      }
    }
    case 'queued-here':
      return { reason: { kind: 'queued-here' }, sentence: 'A later job with its key is queued here.' }
    case 'redis-error':
    case 'journal-error':
      return { reason: { kind: 'not-taken' }, sentence: outcome.message }
    case 'stopped':
      return { reason: { kind: 'not-taken' }, sentence: 'The processor was stopped.' }
  }
}
