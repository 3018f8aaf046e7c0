import type { Clock } from './clock'
import type { CheckOutcome, Dedup, Hold, TakeAnswer, TakeOutcome, TakeRequest, WhenCleared } from './dedup'
import { IdleWatch } from './idle-watch'
import type { Journal } from './journal'

interface JournaledDedupOptions {
  readonly dedup: Dedup
  readonly journal: Journal
  readonly clock: Clock
}

/**
 * Holds on keys whose jobs are written down, so that a crash loses none: what is about to happen is kept before it
 * happens in Redis. A hold is taken once its intent is kept; settled or released once the end is kept; and forgotten
 * once Redis has answered that. What the journal keeps it keeps in order, so the take of a key goes after the settle of
 * the job that had it before.
 */
class JournaledDedup implements Dedup {
  readonly #dedup: Dedup
  readonly #journal: Journal
  readonly #clock: Clock
  /** Ends that are being kept. */
  #ending = 0
  readonly #idle = new IdleWatch(() => this.#ending === 0)

  constructor({ dedup, journal, clock }: JournaledDedupOptions) {
    this.#dedup = dedup
    this.#journal = journal
    this.#clock = clock
  }

  nextNumber(): number {
    return this.#dedup.nextNumber()
  }

  /** Where the request has a number already, the journal has its job: it is neither intended nor refused here. */
  take(request: TakeRequest, answer: TakeAnswer): void {
    if (request.number !== undefined) {
      this.#dedup.take(request, answer)
      return
    }
    const number = this.#dedup.nextNumber()
    const { key, backoffMs, worstCaseMs, arg, ageMs } = request
    this.#journal.intend({ number, key, backoffMs, arg }, (problem) => {
      if (problem !== undefined) {
        answer({ outcome: 'journal-error', message: problem })
        return
      }
      // Named one by one, for every job: a spread costs a microsecond.
      this.#dedup.take({ key, backoffMs, worstCaseMs, arg, number, ageMs }, (outcome, whenCleared) => {
        this.#taken(number, outcome, whenCleared, answer)
      })
    })
  }

  isConfirmed(hold: Hold): boolean {
    return this.#dedup.isConfirmed(hold)
  }

  check(hold: Hold, answer: (outcome: CheckOutcome) => void): void {
    this.#dedup.check(hold, (outcome) => {
      if (outcome.outcome === 'lost-to') this.#forgetHeld(hold)
      answer(outcome.outcome === 'released' ? { outcome: 'released', hold: moot(hold) } : outcome)
    })
  }

  settle(hold: Hold, done?: (hold: Hold) => void): void {
    this.#end(hold, () => this.#dedup.settle(hold, this.#whenEnded(done)))
  }

  release(hold: Hold, done?: (hold: Hold) => void): void {
    this.#end(hold, () => this.#dedup.release(hold, this.#whenEnded(done)))
  }

  /** The journal keeps the job for the next start. */
  abandon(hold: Hold): void {
    this.#dedup.abandon(hold)
  }

  bump(): Promise<string> {
    return this.#dedup.bump()
  }

  async flush(timeoutMs: number): Promise<void> {
    const startedAt = this.#clock.monotonic()
    await this.#idle.idleWithin(this.#clock, timeoutMs)
    await this.#dedup.flush(Math.max(0, timeoutMs - (this.#clock.monotonic() - startedAt)))
  }

  close(): void {
    this.#dedup.close()
  }

  #taken(
    number: number,
    outcome: TakeOutcome,
    whenCleared: WhenCleared | undefined,
    answer: TakeAnswer,
  ): void {
    if (outcome.outcome === 'taken') {
      const { hold } = outcome
      answer({ outcome: 'taken', hold, accept: (done) => this.#journal.accept(number, done) })
      return
    }
    answer(outcome, whenCleared)
    // While the hold may stand nevertheless, a crash must find what it was for.
    if (whenCleared === undefined) this.#journal.forget(number)
    else whenCleared(() => this.#journal.forget(number))
  }

  /** Settled or released whether its end was kept or not: the journal tells elsewhere what it could not keep. */
  #end(hold: Hold, send: () => void): void {
    this.#ending++
    this.#journal.end(hold.number, () => {
      this.#ending--
      send()
      this.#idle.look()
    })
  }

  /** The same for all, as the processor calls it: in an outage many wait for their answer. */
  #whenEnded(done: ((hold: Hold) => void) | undefined): (hold: Hold) => void {
    if (done === undefined) return this.#forgetHeld
    return (hold) => {
      this.#forgetHeld(hold)
      done(hold)
    }
  }

  readonly #forgetHeld = ({ number }: Hold): void => this.#journal.forget(number)
}

/** The dedup of a processor, with its journal where it has one. */
export function keptIn(
  { dedup, journal }: { readonly dedup: Dedup; readonly journal?: Journal },
  clock: Clock,
): Dedup {
  return journal === undefined ? dedup : new JournaledDedup({ dedup, journal, clock })
}

/** Somebody released it: nothing stands, and the end of its job is still to be written down. */
function moot({ key, number }: Hold): Hold {
  return { key, number, generation: undefined }
}
