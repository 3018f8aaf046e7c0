/** Why Redis could not answer a schedule. */
export type RedisErrorCode =
  /** No answer within the command timeout, or an earlier call is still unanswered. */
  | 'not-answering'
  /** There is no connection, or it was lost before the answer. */
  | 'not-connected'
  | 'wrong-password'
  | 'no-permission'
  | 'read-only'
  | 'loading'
  | 'out-of-memory'
  | 'wrong-type'
  | 'moved'
  /** The generation in Redis is not an integer: nothing can be scheduled before it is repaired. */
  | 'bad-generation'
  /** Redis refused for a reason that has no code of its own; the sentence says which. */
  | 'refused'

/** Who holds a key, as far as the value tells. */
export type HoldOwner =
  | {
      readonly kind: 'keyhold'
      readonly instance: string
      readonly host: string
      /** When the key was scheduled: Redis' time, ms since the epoch. */
      readonly at: number
    }
  /** A JSON string, as go-io writes it: the writer is not named. */
  | { readonly kind: 'go-io' }
  | { readonly kind: 'unknown' }

/** A key that Redis says is held. */
export interface HeldBy {
  readonly outcome: 'held'
  /** Remaining milliseconds in Redis; undefined when the hold has no expiry. */
  readonly remainingMs: number | undefined
  /** The exact Redis key. */
  readonly redisKey: string
  readonly generation: string
  readonly owner: HoldOwner
}

export interface RedisFailure {
  readonly outcome: 'redis-error'
  readonly code: RedisErrorCode
  /** One sentence. */
  readonly message: string
}

/** The journal could not keep the job, so nothing is held and nothing runs. */
export interface JournalFailure {
  readonly outcome: 'journal-error'
  /** One sentence. */
  readonly message: string
}

/** What became of one call of `schedule`. */
export type ScheduleOutcome =
  | { readonly outcome: 'scheduled'; readonly jobId: number }
  | { readonly outcome: 'queued-here'; readonly jobId: number; readonly state: 'waiting' | 'running' }
  | HeldBy
  | RedisFailure
  | JournalFailure
  | { readonly outcome: 'stopped' }

/** How a job ended. */
export type JobOutcome =
  | 'done'
  /** The handler threw, rejected, or answered with something that is no pause. */
  | 'failed'
  /** The time limit passed and the handler did not end within its grace. */
  | 'timeout'
  /** Aborted while it ran, or taken out of the queue. */
  | 'cancelled'
  /** Not run: another instance holds the key. */
  | 'lost-to'
