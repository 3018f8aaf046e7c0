import { HOLDS_A_CHANGE } from '../../dedup/key-inspector'
import { KeyholdError } from '../../processor/errors'
import type { BulkFailure, BulkStep, Unreached } from '../bulk/bulk-act'

/** Names are texts of one byte a character. */
interface Named {
  readonly name: string
}

/** What is done to a batch of holds, and how its lines in the account read. */
export interface BatchChange<Hold extends Named, Answer> {
  /** @returns answers by the names of the holds */
  readonly change: (holds: readonly Hold[]) => Promise<ReadonlyMap<string, Answer>>
  /** Why it was not done; undefined: it was. */
  readonly reasonOf: (answer: Answer) => string | undefined
  /** Where no answer came: what may have happened. */
  readonly perhaps: (hold: Hold) => string
}

/**
 * Goes through holds a batch a step, so that each ends in exactly one line of the act's account: changed, not changed
 * with its reason, unknown since no answer came, or not reached. The first batch that fails is the last one.
 */
export class HoldBatches<Hold extends Named, Answer> {
  readonly #holds: readonly Hold[]
  readonly #change: BatchChange<Hold, Answer>
  #reached = 0

  constructor(holds: readonly Hold[], change: BatchChange<Hold, Answer>) {
    this.#holds = holds
    this.#change = change
  }

  /** @throws KeyholdError as the change */
  async *steps(signal: AbortSignal): AsyncGenerator<BulkStep, void, undefined> {
    while (this.#reached < this.#holds.length && !signal.aborted) {
      const batch = this.#holds.slice(this.#reached, this.#reached + HOLDS_A_CHANGE)
      let step: BulkStep
      try {
        step = this.#stepOf(batch, await this.#change.change(batch))
      } catch (error) {
        if (!isUnanswered(error)) throw error
        this.#reached += batch.length
        yield { changed: 0, failures: [], unknown: batch.map((hold) => this.#unanswered(hold)) }
        throw error
      }
      this.#reached += batch.length
      yield step
    }
  }

  unreached(): Unreached {
    const left = this.#holds.slice(this.#reached)
    return { count: left.length, subjects: textsOf(left) }
  }

  #stepOf(batch: readonly Hold[], answers: ReadonlyMap<string, Answer>): BulkStep {
    const failures: BulkFailure[] = []
    const unknown: BulkFailure[] = []
    for (const hold of batch) {
      const answer = answers.get(hold.name)
      if (answer === undefined) {
        unknown.push(this.#unanswered(hold))
        continue
      }
      const reason = this.#change.reasonOf(answer)
      if (reason !== undefined) failures.push({ subject: textOf(hold), reason })
    }
    return { changed: batch.length - failures.length - unknown.length, failures, unknown }
  }

  #unanswered(hold: Hold): BulkFailure {
    return { subject: textOf(hold), reason: `Redis gave no answer: ${this.#change.perhaps(hold)}` }
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof KeyholdError && error.code === 'no-answer'
}

function textOf({ name }: Named): string {
  return Buffer.from(name, 'latin1').toString('utf8')
}

function* textsOf(holds: readonly Named[]): Generator<string> {
  for (const hold of holds) yield textOf(hold)
}
