import type { JournalOwner } from '../journal-records'
import { failureOf, isCorruption, type StoreFailure } from '../store-error'
import type {
  Asked,
  FromStore,
  QuestionName,
  Questions,
  StoreBirth,
  StoreEntry,
  ToStore,
  Write,
} from '../store-protocol'
import { Audit } from './audit'
import { JobReader } from './job-reader'
import { createJobWriter } from './job-writer'
import { Journal } from './journal'
import { JournalTables } from './journal-tables'
import { KeyEvents } from './key-events'
import { LeftEntries } from './left-entries'
import { keepAside, openFile } from './open-file'
import { prune } from './pruning'
import { inTransaction, type Connection } from './transaction'

/** The tables of one open file. */
interface Tables {
  readonly db: Connection
  readonly writeJob: ReturnType<typeof createJobWriter>
  readonly jobs: JobReader
  readonly audit: Audit
  readonly keyEvents: KeyEvents
  /** Undefined: this store keeps no journal. */
  readonly journal?: Journal | undefined
  readonly left?: LeftEntries | undefined
}

const tablesOf = (db: Connection, owner: JournalOwner | undefined): Tables => ({
  db,
  writeJob: createJobWriter(db),
  jobs: new JobReader(db),
  audit: new Audit(db),
  keyEvents: new KeyEvents(db),
  ...(owner && journalOf(db, owner)),
})

function journalOf(db: Connection, owner: JournalOwner): Pick<Tables, 'journal' | 'left'> {
  const tables = new JournalTables(db)
  const journal = new Journal(db, tables, owner)
  return { journal, left: new LeftEntries(db, tables, owner.place, journal) }
}

function leftOf({ left }: Tables): LeftEntries {
  if (left) return left
  throw new Error('This store keeps no journal.')
}

type Answers = {
  readonly [Name in QuestionName]: (
    tables: Tables,
    question: Questions[Name]['question'],
  ) => Questions[Name]['answer'] | Promise<Questions[Name]['answer']>
}

const ANSWERS: Answers = {
  jobs: ({ jobs }, { query, page }) => jobs.page(query, page),
  jobDetails: ({ jobs }, { query, page }) => jobs.detailPage(query, page),
  job: ({ jobs }, { id }) => jobs.detail(id),
  countJobs: ({ jobs }, { filter, bound }) => jobs.count(filter, bound),
  audit: ({ audit }, { query, page }) => audit.page(query, page),
  keyEvents: ({ keyEvents }, { query, page }) => keyEvents.page(query, page),
  prune: async ({ db, left }, { retention, now }) => {
    const journalBlocks = await left?.prune()
    return { ...(await prune(db, retention, now)), journalBlocks: journalBlocks ?? 0 }
  },
  leftEntries: (tables, { page }) => leftOf(tables).page(page),
  countLeft: (tables) => leftOf(tables).count(),
  interruptLeft: (tables, { entries }) => leftOf(tables).interrupt(entries),
  earlierInstances: (tables) => leftOf(tables).instances(),
  forgetLeft: (tables, { entries }) => leftOf(tables).forget(entries),
  takeOver: (tables, { entries }) => leftOf(tables).takeOver(entries),
}

/** The store's side in its thread: one file, written and read in the order in which messages come. */
export class StoreThread {
  readonly #birth: StoreBirth
  readonly #post: (message: FromStore) => void
  #tables: Tables

  /** @throws what `openFile` throws */
  constructor(birth: StoreBirth, post: (message: FromStore) => void) {
    this.#birth = birth
    this.#post = post
    this.#tables = this.#open()
  }

  receive(message: Exclude<ToStore, { type: 'close' }>): void {
    if (message.type === 'write') this.#write(message)
    else void this.#answer(message)
  }

  /** Folds the log into the file, so that the file alone is the whole store. */
  close(): void {
    const { db, journal } = this.#tables
    try {
      if (journal?.owes) inTransaction(db, () => journal.save())
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // A disk that is full now: the log stays beside the file, and is read when it is opened again.
    }
    db.close()
  }

  #open(): Tables {
    const { db, damage } = openFile(this.#birth)
    if (damage) this.#post({ type: 'kept-aside', failure: damage })
    return tablesOf(db, this.#birth.journal)
  }

  #write({ batch, entries, journal: turn }: Write): void {
    const { db, journal } = this.#tables
    const lost = journal?.take(turn)
    try {
      inTransaction(db, () => {
        entries.forEach((entry) => this.#add(entry))
        journal?.save()
      })
      journal?.saved()
      this.#post({ type: 'written', batch, lost })
    } catch (error) {
      journal?.takeBack()
      this.#post({ type: 'written', batch, failure: this.#failed(error) })
    }
  }

  #add(entry: StoreEntry): void {
    switch (entry.kind) {
      case 'job':
        this.#tables.writeJob(entry.job, entry.linesLeftOut)
        return
      case 'audit':
        this.#tables.audit.add(entry.audit)
        return
      case 'key-event':
        this.#tables.keyEvents.add(entry.event)
    }
  }

  async #answer<Name extends QuestionName>({ id, name, question }: Asked<Name>): Promise<void> {
    try {
      this.#post({ type: 'answer', id, answer: await ANSWERS[name](this.#tables, question) })
    } catch (error) {
      this.#post({ type: 'failed', id, failure: this.#failed(error) })
    }
  }

  /** A file that turns out to be damaged while in use is kept aside too: what comes next has a sound one. */
  #failed(error: unknown): StoreFailure {
    const { file } = this.#birth
    if (!isCorruption(error)) return failureOf(error, file)
    this.#tables.db.close()
    const damage = keepAside(file)
    this.#post({ type: 'kept-aside', failure: damage })
    this.#tables = this.#open()
    return damage
  }
}
