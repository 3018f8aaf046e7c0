import type { HeldBy, HoldOwner, JournalFailure, RedisFailure } from './outcomes'

/**
 * One hold on a key, as the processor carries it with a job. Only the dedup that made it reads its state; the
 * processor passes it back.
 */
export interface Hold {
  readonly key: string
  /** Undefined where somebody released it while its job is still to be ended in a journal. */
  readonly generation: string | undefined
  /** As its dedup counts holds; one that was taken anew keeps the number of the one that lapsed. */
  readonly number: number
}

export interface TakeRequest {
  readonly key: string
  /** Whole milliseconds, 0 … 30 days. */
  readonly backoffMs: number
  /** How long the job may take to come to its end, judged from the queue before it; ms. */
  readonly worstCaseMs: number
  /** Of the job, for a journal. */
  readonly arg?: unknown
  /** From `nextNumber`, where the hold's number has to be known before it is taken. */
  readonly number?: number
  /** How long ago the job was scheduled, where that was not just now; ms. */
  readonly ageMs?: number | undefined
}

/** A hold stands. */
export interface Taken {
  readonly outcome: 'taken'
  readonly hold: Hold
  /**
   * Where a journal keeps the job: to be called once it is in the queue.
   * @param done told when the job is kept, or with a sentence why it is not: then it must not run
   */
  readonly accept?: (done: (problem?: string) => void) => void
}

export type TakeOutcome = Taken | HeldBy | RedisFailure | JournalFailure

/** Calls back when what a take without an answer may have held is deleted for certain. */
export type WhenCleared = (cleared: () => void) => void

/** @param whenCleared given where the outcome is a failure and the hold may stand nevertheless */
export type TakeAnswer = (outcome: TakeOutcome, whenCleared?: WhenCleared) => void

/** What stands behind a job that is about to run. */
export type CheckOutcome =
  /** The hold stands (or was taken anew): `hold` is the one to settle. */
  | { readonly outcome: 'held-by-us'; readonly hold: Hold }
  /** Somebody released it: the job runs, and there is nothing to settle, except a `hold` that a journal still knows. */
  | { readonly outcome: 'released'; readonly hold?: Hold }
  | { readonly outcome: 'lost-to'; readonly owner: HoldOwner }
  /** Redis gives no answer. */
  | { readonly outcome: 'unknown' }

/**
 * Holds on keys, shared by a fleet. Answers come by callback, synchronously with the reply, so that jobs enter
 * the queue in the order in which they were accepted.
 */
export interface Dedup {
  /** A number that no hold of this instance has had, for one that is about to be taken. */
  nextNumber(): number
  /** Takes a hold, or says why not. Never throws. */
  take(request: TakeRequest, answer: TakeAnswer): void
  /** True while the hold is known to stand for longer than a safety margin: the job may start at once. */
  isConfirmed(hold: Hold): boolean
  /** Asks Redis about a hold that is not confirmed, and takes it anew where it lapsed and is free. */
  check(hold: Hold, answer: (outcome: CheckOutcome) => void): void
  /**
   * The job has run: the key stays held for what is left of its backoff, or goes. Retried until Redis answers.
   * @param done told once Redis has answered, or there was nothing to ask
   */
  settle(hold: Hold, done?: (hold: Hold) => void): void
  /** The job will not run: the key goes. Retried until Redis answers. @param done as of `settle` */
  release(hold: Hold, done?: (hold: Hold) => void): void
  /** The job leaves this process but keeps its key: the hold is no longer renewed and runs out by itself. */
  abandon(hold: Hold): void
  /** Increments the generation. @returns the new one. @throws KeyholdError `bump-unknown`, `redis-error` */
  bump(): Promise<string>
  /** Resolves when every settle and release so far has been answered, or `timeoutMs` have passed. */
  flush(timeoutMs: number): Promise<void>
  /** Ends timers; the connection stays its maker's. */
  close(): void
}
