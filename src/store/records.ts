/** How a job ended, as its history has it. */
export type StoredOutcome =
  | 'done'
  | 'failed'
  | 'timeout'
  | 'cancelled'
  | 'lost-to'
  /** It ran when the app ended without a word: whether it did its work is not known. */
  | 'interrupted'
  /** It never ran: an operator, or the way in which the app was quit, took it out of the queue. */
  | 'dropped'

export interface StoredError {
  readonly code: string
  readonly message: string
  readonly stack?: string | undefined
}

/** A line that a handler wrote; `at` is ms since the run began. */
export interface StoredLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly text: string
  readonly at: number
}

/** A job that has ended. Moments are ms since the epoch, durations ms. */
export interface JobRecord {
  /** The run of the app that had it. With `jobId` it names the job: recorded again, the later record stands. */
  readonly run: string
  readonly jobId: number
  readonly key: string
  readonly backoffMs: number
  /** JSON text. */
  readonly argument: string
  /** The script's file name. */
  readonly handler: string
  /** SHA-256 of the text that ran; undefined where none did. */
  readonly handlerVersion?: string | undefined
  readonly host: string
  readonly scheduledAt: number
  /** Undefined: it never ran. */
  readonly startedAt?: number | undefined
  readonly finishedAt: number
  readonly waitMs: number
  readonly runMs: number
  readonly pauseMs: number
  readonly outcome: StoredOutcome
  /** Times that it was run. */
  readonly attempt: number
  readonly error?: StoredError | undefined
  /** What it wrote. The newest 200 lines and 64 KiB of them are kept. */
  readonly lines: readonly StoredLine[]
}

/** A job in a list: what a table shows, without what can be large. */
export interface JobRow extends Omit<JobRecord, 'argument' | 'error' | 'lines'> {
  /** Its identity in this store. */
  readonly id: number
  readonly error?: Omit<StoredError, 'stack'> | undefined
}

/** A job with all that is kept of it. */
export interface JobDetail extends JobRow {
  readonly argument: string
  readonly error?: StoredError | undefined
  readonly lines: readonly StoredLine[]
  /** Lines that it wrote and that are not kept: the oldest. */
  readonly linesLeftOut: number
}

/** What an operator did. Records are added and read, never changed and never pruned. */
export interface AuditRecord {
  /** Ms since the epoch. */
  readonly at: number
  /** `bump`, `release`, `purge`, … */
  readonly act: string
  /** What it did, as JSON text: keys, generations, counts. */
  readonly what: string
  /** The user of the system. */
  readonly operator: string
  readonly reason?: string | undefined
  /** Id of the profile. */
  readonly profile: string
}

export interface AuditRow extends AuditRecord {
  readonly id: number
}

/** What can happen to a key, in the order of a job's life. */
export type KeyEventKind =
  | 'attempt'
  | 'refused'
  | 'hold'
  | 'start'
  /** It failed, and will be tried again. */
  | 'retry'
  | 'finish'
  | 'settle'
  | 'release'
  /** Its hold lapsed, was deleted or went to another. */
  | 'lost'
  /** The generation grew: its hold counts no more. */
  | 'bump'
  /** A job of an earlier run was found again, and its hold with it. */
  | 'adopted'
  /** A job left the queue without a run. */
  | 'dropped'

/** One thing that happened to a key. */
export interface KeyEvent {
  readonly kind: KeyEventKind
  readonly key: string
  /** Ms since the epoch. */
  readonly at: number
  /** The run of the app in which it happened. */
  readonly run: string
  readonly jobId?: number | undefined
  /** Why it was refused, how it finished, by whom it was released. Refusals with the same detail are folded. */
  readonly detail?: string | undefined
}

/** An event of a timeline; refusals that repeat are one row, with their count. */
export interface KeyEventRow extends Omit<KeyEvent, 'at'> {
  readonly id: number
  readonly count: number
  /** Moment of the first of them. */
  readonly firstAt: number
  readonly lastAt: number
}
