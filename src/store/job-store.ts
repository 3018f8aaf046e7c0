import { boundLines } from './bound-lines'
import { bytesOfAudit, bytesOfJob, bytesOfKeyEvent } from './entry-size'
import { everyRow } from './every-row'
import {
  DEFAULT_RETENTION,
  type AuditQuery,
  type BoundedCount,
  type Cursor,
  type JobFilter,
  type JobQuery,
  type KeyEventQuery,
  type Page,
  type PageQuery,
  type Pruned,
  type Retention,
} from './queries'
import type { JournalOwner } from './journal-records'
import type { AuditRecord, AuditRow, JobDetail, JobRecord, JobRow, KeyEvent, KeyEventRow } from './records'
import { badRecord, storeClosed, StoreError, type StoreFailure } from './store-error'
import { StoreJournal } from './store-journal'
import type { QuestionName, Questions, StoreBirth, StoreEntry, Written } from './store-protocol'
import { StoreWorker } from './store-worker'
import { WriteQueue, type WriteBounds, type WriteCounts } from './write-queue'

export interface JobStoreOptions {
  /** Absolute path of the database; its folder exists. */
  readonly file: string
  /** Absolute path of the built thread (`job-store.cjs`). */
  readonly entry: string
  /** Default `normal`: what is committed outlives the app, not a power cut. `full`: both, at one fsync a commit. */
  readonly durability?: StoreBirth['durability']
  /** Left out: it keeps no journal. */
  readonly journal?: JournalOwner
  readonly retention?: Retention
  /** Default: 100,000 records, 64 MiB. */
  readonly bounds?: WriteBounds
  /** Told of what no caller waits for: a damaged file kept aside, a disk that takes nothing, a thread that ended. */
  readonly onProblem?: (problem: StoreError) => void
}

const DEFAULT_BOUNDS: WriteBounds = { records: 100_000, bytes: 64 * 1_024 * 1_024 }
const PRUNE_EVERY_MS = 60_000

/**
 * The history of jobs, the timelines of keys and the audit of one profile, in one SQLite file that a thread of its own writes and reads: the
 * caller never waits for a disk. What is added in one turn of the event loop is one transaction.
 */
export class JobStore {
  /** Undefined where it was opened without one. */
  readonly journal: StoreJournal | undefined
  readonly #worker: StoreWorker
  readonly #writes: WriteQueue
  readonly #retention: Retention
  readonly #onProblem: (problem: StoreError) => void
  #pruning: NodeJS.Timeout | undefined
  #isClosed = false
  /** The problem that was told last: a disk that stays full is told once. */
  #told: string | undefined

  /**
   * @throws StoreError `store-newer`, `store-read-only`, `store-no-access`, `store-disk-full`, `store-busy`,
   *   `store-failed`; a damaged file is no error: it is kept aside and told to `onProblem`
   */
  static async open(options: JobStoreOptions): Promise<JobStore> {
    const store = new JobStore(options)
    await store.#worker.opened
    const prune = (): void => void store.prune().catch(() => undefined)
    prune()
    store.#pruning = setInterval(prune, PRUNE_EVERY_MS).unref()
    return store
  }

  private constructor(options: JobStoreOptions) {
    const { file, entry, durability = 'normal', journal, retention = DEFAULT_RETENTION } = options
    this.#retention = retention
    this.#onProblem = options.onProblem ?? (() => undefined)
    this.#writes = new WriteQueue(options.bounds ?? DEFAULT_BOUNDS, (id, { entries, journal: turn }) =>
      this.#worker.send({ type: 'write', batch: id, entries, journal: turn }),
    )
    this.#worker = new StoreWorker(
      entry,
      { file, durability, journal },
      {
        onWritten: (written) => this.#written(written),
        onKeptAside: (failure) => this.#onProblem(new StoreError(failure)),
        onEnd: (failure) => this.#ended(failure),
      },
    )
    if (journal) this.journal = new StoreJournal(this.#writes, (name, question) => this.#ask(name, question))
  }

  /** What became of the records so far. */
  get counts(): WriteCounts {
    return this.#writes.counts
  }

  /**
   * @returns when it is committed; the promise may be left alone, `counts` tells what it would
   * @throws StoreError `store-behind`: too much waits already; `store-bad-record`; `store-closed`; or why it could
   *   not be written
   */
  addJob(job: JobRecord): Promise<void> {
    const { lines, leftOut } = boundLines(job.lines)
    const bounded = { ...job, lines }
    return this.#add({ kind: 'job', job: bounded, linesLeftOut: leftOut }, bounded, bytesOfJob(bounded))
  }

  /** As `addJob`. */
  addAudit(audit: AuditRecord): Promise<void> {
    return this.#add({ kind: 'audit', audit }, audit, bytesOfAudit(audit))
  }

  /** As `addJob`. A refusal takes the place of the attempt before it, and is folded into one that says the same. */
  addKeyEvent(event: KeyEvent): Promise<void> {
    return this.#add({ kind: 'key-event', event }, event, bytesOfKeyEvent(event))
  }

  jobs(query: JobQuery, page: PageQuery<Cursor>): Promise<Page<JobRow, Cursor>> {
    return this.#ask('jobs', { query, page })
  }

  /** @param id of a `JobRow` */
  job(id: number): Promise<JobDetail | undefined> {
    return this.#ask('job', { id })
  }

  /** @param bound where the counting stops */
  countJobs(filter: JobFilter, bound: number): Promise<BoundedCount> {
    return this.#ask('countJobs', { filter, bound })
  }

  /** All that match, with all that is kept of each; read in small steps while it is asked for. */
  everyJob(query: JobQuery, signal?: AbortSignal): AsyncGenerator<JobDetail, void> {
    return everyRow((page: PageQuery<Cursor>) => this.#ask('jobDetails', { query, page }), signal)
  }

  /** @param page after the id of a `KeyEventRow` */
  keyEvents(query: KeyEventQuery, page: PageQuery<number>): Promise<Page<KeyEventRow, number>> {
    return this.#ask('keyEvents', { query, page })
  }

  /** Newest first. @param page after the id of an `AuditRow` */
  audit(page: PageQuery<number>, query: AuditQuery = {}): Promise<Page<AuditRow, number>> {
    return this.#ask('audit', { query, page })
  }

  everyAudit(query: AuditQuery = {}, signal?: AbortSignal): AsyncGenerator<AuditRow, void> {
    return everyRow((page: PageQuery<number>) => this.audit(page, query), signal)
  }

  /** Takes away what is past its time; done by itself each minute. @param now ms since the epoch */
  prune(now: number = Date.now()): Promise<Pruned> {
    return this.#ask('prune', { retention: this.#retention, now })
  }

  /** Has all records written that were added, then ends the thread. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#pruning)
    this.#writes.close(storeClosed)
    await this.#worker.close()
  }

  #add(entry: StoreEntry, record: object, bytes: number): Promise<void> {
    for (const [member, value] of Object.entries(record)) {
      if (typeof value === 'number' && !Number.isFinite(value))
        return this.#writes.refuse(badRecord(member, value))
    }
    return this.#writes.add(entry, bytes)
  }

  /** Asks for what includes all that was added before. */
  async #ask<Name extends QuestionName>(
    name: Name,
    question: Questions[Name]['question'],
  ): Promise<Questions[Name]['answer']> {
    if (this.#isClosed) throw new StoreError(storeClosed)
    this.#writes.flush()
    return this.#worker.ask(name, question)
  }

  #written({ batch, failure, lost }: Written): void {
    this.#writes.written(batch, failure, lost)
    // A damaged file has been told already, with the name under which it was kept.
    if (failure && failure.code !== this.#told && failure.code !== 'store-corrupt') {
      this.#onProblem(new StoreError(failure))
    }
    this.#told = failure?.code
  }

  #ended(failure: StoreFailure): void {
    const isAsked = this.#isClosed
    this.#isClosed = true
    clearInterval(this.#pruning)
    this.#writes.abandon(failure)
    if (!isAsked && this.#pruning) this.#onProblem(new StoreError(failure))
  }
}
