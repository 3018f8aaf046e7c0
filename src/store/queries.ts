import type { StoredOutcome } from './records'

/** Members that are left out match all. */
export interface JobFilter {
  /** The whole key; an index leads to its jobs. */
  readonly key?: string | undefined
  /** Contained in the key, letter for letter. */
  readonly text?: string | undefined
  /** None named: all of them. */
  readonly outcomes?: readonly StoredOutcome[] | undefined
  /** Contained in the script's file name. */
  readonly handler?: string | undefined
  /** Ended at this moment or later; ms since the epoch. */
  readonly from?: number | undefined
  /** Ended before this moment. */
  readonly to?: number | undefined
}

export type JobSort = 'finished' | 'run' | 'wait'

/** The place behind a row: what it is sorted by, and its id, which decides between equals. */
export interface Cursor {
  readonly value: number
  readonly id: number
}

export interface JobQuery {
  readonly filter?: JobFilter | undefined
  /** Default: by the moment of the end. */
  readonly sort?: JobSort | undefined
  /** Default: the newest, or the longest, first. */
  readonly ascending?: boolean | undefined
}

export interface PageQuery<Place> {
  /** Undefined: from the first row. */
  readonly after?: Place | undefined
  /** 1 … 1,000. */
  readonly limit: number
}

export interface Page<Row, Place> {
  readonly rows: readonly Row[]
  /** Where the next page begins; undefined: this one is the last. */
  readonly next?: Place | undefined
}

/** Rows that match, counted up to a bound. */
export interface BoundedCount {
  readonly count: number
  /** There are more than were counted. */
  readonly more: boolean
}

/** The timeline of one key, in the order in which its events were told. */
export interface KeyEventQuery {
  readonly key: string
  /** Default: the first comes first. */
  readonly newestFirst?: boolean | undefined
}

/** Members that are left out match all. */
export interface AuditQuery {
  readonly acts?: readonly string[] | undefined
  /** Contained in what it did, the operator or the reason; upper and lower case of ASCII letters alike. */
  readonly text?: string | undefined
}

/** What a clean-up took away. */
export interface Pruned {
  readonly jobs: number
  readonly keyEvents: number
  /** Blocks of 128 entries of the journal that kept mostly texts of jobs that are gone. */
  readonly journalBlocks: number
  /** Transactions that it took; between two of them others have their turn. */
  readonly steps: number
}

/** How much is kept. */
export interface Retention {
  /** Days since the end. */
  readonly days: number
  readonly jobs: number
}

export const DEFAULT_RETENTION: Retention = { days: 30, jobs: 1_000_000 }
