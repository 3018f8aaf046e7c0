import type {
  EntryPlace,
  JournalOwner,
  JournalTurn,
  LeftCount,
  LeftEntry,
  TakenOver,
} from './journal-records'
import type {
  AuditQuery,
  BoundedCount,
  Cursor,
  JobFilter,
  JobQuery,
  KeyEventQuery,
  Page,
  PageQuery,
  Pruned,
  Retention,
} from './queries'
import type { AuditRecord, AuditRow, JobDetail, JobRecord, JobRow, KeyEvent, KeyEventRow } from './records'
import type { StoreFailure } from './store-error'

/** What the thread is born with. */
export interface StoreBirth {
  /** Absolute path of the database. */
  readonly file: string
  /** `normal`: what is committed outlives the process; `full`: a power cut as well, at one fsync a commit. */
  readonly durability: 'normal' | 'full'
  /** Undefined: this store keeps no journal. */
  readonly journal?: JournalOwner | undefined
}

/** One thing to keep. Lines of a job are bounded by the one who hands it over. */
export type StoreEntry =
  | { readonly kind: 'job'; readonly job: JobRecord; readonly linesLeftOut: number }
  | { readonly kind: 'audit'; readonly audit: AuditRecord }
  | { readonly kind: 'key-event'; readonly event: KeyEvent }

/** What can be asked, and what is answered. */
export interface Questions {
  readonly jobs: {
    readonly question: { readonly query: JobQuery; readonly page: PageQuery<Cursor> }
    readonly answer: Page<JobRow, Cursor>
  }
  /** As `jobs`, each with all that is kept of it. */
  readonly jobDetails: {
    readonly question: { readonly query: JobQuery; readonly page: PageQuery<Cursor> }
    readonly answer: Page<JobDetail, Cursor>
  }
  readonly job: { readonly question: { readonly id: number }; readonly answer: JobDetail | undefined }
  readonly countJobs: {
    readonly question: { readonly filter: JobFilter; readonly bound: number }
    readonly answer: BoundedCount
  }
  readonly audit: {
    readonly question: { readonly query: AuditQuery; readonly page: PageQuery<number> }
    readonly answer: Page<AuditRow, number>
  }
  readonly keyEvents: {
    readonly question: { readonly query: KeyEventQuery; readonly page: PageQuery<number> }
    readonly answer: Page<KeyEventRow, number>
  }
  readonly prune: {
    readonly question: { readonly retention: Retention; readonly now: number }
    readonly answer: Pruned
  }
  readonly leftEntries: {
    readonly question: { readonly page: PageQuery<EntryPlace> }
    readonly answer: Page<LeftEntry, EntryPlace>
  }
  readonly interruptLeft: {
    readonly question: { readonly entries: readonly EntryPlace[] }
    readonly answer: void
  }
  readonly earlierInstances: { readonly question: object; readonly answer: readonly string[] }
  readonly countLeft: { readonly question: object; readonly answer: LeftCount }
  readonly forgetLeft: {
    readonly question: { readonly entries: readonly EntryPlace[] }
    readonly answer: void
  }
  readonly takeOver: { readonly question: { readonly entries: readonly TakenOver[] }; readonly answer: void }
}
export type QuestionName = keyof Questions

/** Asks the thread for what includes all that was handed over before. */
export type AskStore = <Name extends QuestionName>(
  name: Name,
  question: Questions[Name]['question'],
) => Promise<Questions[Name]['answer']>

/** A question on its way; generic, so that name and question stay a pair. */
export interface Asked<Name extends QuestionName> {
  readonly type: 'ask'
  readonly id: number
  readonly name: Name
  readonly question: Questions[Name]['question']
}

/** What came in one turn of the event loop, for one transaction. */
export interface Write {
  readonly type: 'write'
  readonly batch: number
  readonly entries: readonly StoreEntry[]
  readonly journal: JournalTurn
}

export type ToStore =
  Write | { [Name in QuestionName]: Asked<Name> }[QuestionName] | { readonly type: 'close' }

/** What became of one `Write`. */
export interface Written {
  readonly type: 'written'
  readonly batch: number
  readonly failure?: StoreFailure | undefined
  /** Entries of the journal that were to be accepted and are not there. */
  readonly lost?: readonly number[] | undefined
}

export type FromStore =
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly failure: StoreFailure }
  /** A damaged file was found and replaced by an empty one. */
  | { readonly type: 'kept-aside'; readonly failure: StoreFailure }
  | Written
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: StoreFailure }

export function isStoreBirth(data: unknown): data is StoreBirth {
  return (
    typeof data === 'object' &&
    data !== null &&
    'file' in data &&
    typeof data.file === 'string' &&
    'durability' in data &&
    (data.durability === 'normal' || data.durability === 'full')
  )
}
