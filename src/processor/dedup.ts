import type { HeldBy, RedisFailure, HoldOwner } from './outcomes'

/**
 * One hold on a key, as the processor carries it with a job. Only the dedup that made it reads its state; the
 * processor passes it back.
 */
export interface Hold {
  readonly key: string
  readonly generation: string
}

export interface TakeRequest {
  readonly key: string
  /** Whole milliseconds, 0 … 30 days. */
  readonly backoffMs: number
  /** How long the job may take to come to its end, judged from the queue before it; ms. */
  readonly worstCaseMs: number
}

export type TakeOutcome = { readonly outcome: 'taken'; readonly hold: Hold } | HeldBy | RedisFailure

/** What stands behind a job that is about to run. */
export type CheckOutcome =
  /** The hold stands (or was taken anew): `hold` is the one to settle. */
  | { readonly outcome: 'held-by-us'; readonly hold: Hold }
  /** Somebody released it, or a bump passed it: the job runs, and there is nothing to settle. */
  | { readonly outcome: 'released' }
  | { readonly outcome: 'lost-to'; readonly owner: HoldOwner }
  /** Redis gives no answer. */
  | { readonly outcome: 'unknown' }

/**
 * Holds on keys, shared by a fleet. Answers come by callback, synchronously with the reply, so that jobs enter
 * the queue in the order in which they were accepted.
 */
export interface Dedup {
  /** Takes a hold, or says why not. Never throws. */
  take(request: TakeRequest, answer: (outcome: TakeOutcome) => void): void
  /** True while the hold is known to stand for longer than a safety margin: the job may start at once. */
  isConfirmed(hold: Hold): boolean
  /** Asks Redis about a hold that is not confirmed, and takes it anew where it lapsed and is free. */
  check(hold: Hold, answer: (outcome: CheckOutcome) => void): void
  /** The job has run: the key stays held for what is left of its backoff, or goes. Retried until Redis answers. */
  settle(hold: Hold): void
  /** The job will not run: the key goes. Retried until Redis answers. */
  release(hold: Hold): void
  /** The job leaves this process but keeps its key: the hold is no longer renewed and runs out by itself. */
  abandon(hold: Hold): void
  /** Increments the generation. @returns the new one. @throws KeyholdError `bump-unknown`, `redis-error` */
  bump(): Promise<string>
  /** Resolves when every settle and release so far has been answered, or `timeoutMs` have passed. */
  flush(timeoutMs: number): Promise<void>
  /** Ends timers; the connection stays its maker's. */
  close(): void
}
