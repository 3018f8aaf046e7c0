import {
  addIntent,
  addStep,
  emptyTurn,
  STATE_BYTES,
  type StateByte,
  type EntryPlace,
  type LeftCount,
  type LeftEntry,
  type TakenOver,
} from '../journal-records'
import type { Page, PageQuery } from '../queries'
import { noSuchEntry, StoreError } from '../store-error'
import type { Journal } from './journal'
import { compactJournal } from './journal-compaction'
import {
  blockOf,
  setState,
  statesOf,
  type Block,
  type BlockEntry,
  type JournalTables,
} from './journal-tables'
import { number, optionalText, rowOf, text } from './row'
import { inTransaction, type Connection } from './transaction'

const BLOCKS_A_STEP = 16
const RUNS_KEPT = 1_000

/** A block of one run, and what is read of it. */
interface LeftBlock {
  readonly run: number
  readonly number: number
  readonly block: Block
  readonly entries: Map<number, BlockEntry>
}

/** The entries that earlier runs left. */
export class LeftEntries {
  readonly #tables: JournalTables
  readonly #place: string
  readonly #own: Journal
  readonly #db: Connection
  readonly #isLeftHere
  readonly #blocksFrom
  readonly #count
  readonly #instances
  readonly #dropEmptyRuns

  constructor(db: Connection, tables: JournalTables, place: string, own: Journal) {
    this.#tables = tables
    this.#place = place
    this.#own = own
    this.#db = db
    this.#isLeftHere = db.prepare('SELECT 1 FROM journal_runs WHERE id = ? AND place = ? AND id <> ?')
    this.#blocksFrom = db.prepare(
      `SELECT run, block, states, instance, host, begun_at, generation
       FROM journal_states CROSS JOIN journal_runs ON journal_runs.id = run
       WHERE place = ? AND run <> ? AND (run, block) >= (?, ?) ORDER BY run, block LIMIT ${BLOCKS_A_STEP}`,
    )
    this.#count = db.prepare(
      `SELECT coalesce(sum(live) FILTER (WHERE place = ?), 0) AS here,
         coalesce(sum(live) FILTER (WHERE place <> ?), 0) AS elsewhere
       FROM journal_states JOIN journal_runs ON journal_runs.id = run WHERE run <> ?`,
    )
    this.#instances = db.prepare('SELECT DISTINCT instance FROM journal_runs WHERE place = ? AND id <> ?')
    this.#dropEmptyRuns = db.prepare(
      `DELETE FROM journal_runs
       WHERE id < (SELECT max(id) FROM journal_runs) - ${RUNS_KEPT}
         AND NOT EXISTS (SELECT 1 FROM journal_states WHERE run = journal_runs.id)`,
    )
  }

  page({ after, limit }: PageQuery<EntryPlace>): Page<LeftEntry, EntryPlace> {
    const found: LeftEntry[] = []
    let from = { run: after?.run ?? 0, block: blockOf(after?.number ?? 0) }
    for (;;) {
      const blocks = this.#blocksFrom.all([this.#place, this.#own.run, from.run, from.block]).map(rowOf)
      for (const row of blocks) {
        const run = number(row, 'run')
        const block = number(row, 'block')
        const ofRun = {
          run,
          instance: text(row, 'instance'),
          host: text(row, 'host'),
          begunAt: number(row, 'begun_at'),
          generation: optionalText(row, 'generation'),
        }
        for (const entry of this.#tables.entries(run, block, statesOf(row['states']))) {
          if (!after || run > after.run || entry.number > after.number) found.push({ ...entry, ...ofRun })
        }
        // One more than asked for tells whether there is a next page.
        if (found.length > limit) return pageOf(found.slice(0, limit))
        from = { run, block: block + 1 }
      }
      if (blocks.length < BLOCKS_A_STEP) return { rows: found }
    }
  }

  count(): LeftCount {
    const row = rowOf(this.#count.get([this.#place, this.#place, this.#own.run]))
    return { here: number(row, 'here'), elsewhere: number(row, 'elsewhere') }
  }

  forget(places: readonly EntryPlace[]): void {
    inTransaction(this.#db, () => this.#remove(places))
  }

  /** Whatever told that they ran may go: the journal knows it. */
  interrupt(places: readonly EntryPlace[]): void {
    inTransaction(this.#db, () => this.#change(places, STATE_BYTES.interrupted))
  }

  takeOver(entries: readonly TakenOver[]): void {
    try {
      inTransaction(this.#db, () => {
        const turn = emptyTurn()
        this.#remove(entries).forEach((entry, at) => {
          const { run = 0, number: old = 0, newNumber = 0 } = entries[at] ?? {}
          if (entry === undefined) throw new StoreError(noSuchEntry(run, old))
          addIntent(turn, { ...entry, number: newNumber })
          addStep(turn, newNumber, STATE_BYTES.accepted)
        })
        this.#own.take(turn)
        this.#own.save()
      })
      this.#own.saved()
    } catch (error) {
      this.#own.takeBack()
      throw error
    }
  }

  /** Who this app was before, the latest runs of it. */
  instances(): readonly string[] {
    return this.#instances.all([this.#place, this.#own.run]).map((row) => text(rowOf(row), 'instance'))
  }

  /**
   * Takes away what no entry needs. The latest runs stay: holds that they took may stand still, under a job of a later
   * one. @returns blocks whose texts were written anew
   */
  prune(): Promise<number> {
    this.#dropEmptyRuns.run([])
    return compactJournal(this.#db, this.#tables, this.#own)
  }

  #remove(places: readonly EntryPlace[]): (BlockEntry | undefined)[] {
    return this.#change(places, STATE_BYTES.gone)
  }

  /** @returns the entries in the order in which they were named; undefined in the place of one that is not there */
  #change(places: readonly EntryPlace[], state: StateByte): (BlockEntry | undefined)[] {
    const blocks = new Map<string, LeftBlock | undefined>()
    const changed = places.map((place) => {
      const block = blockOf(place.number)
      const name = `${place.run}:${block}`
      if (!blocks.has(name)) blocks.set(name, this.#block(place.run, block))
      const found = blocks.get(name)
      const entry = found?.entries.get(place.number)
      if (found === undefined || entry === undefined) return undefined
      found.entries.delete(place.number)
      setState(found.block, place.number, state)
      return entry
    })
    for (const found of blocks.values()) if (found) this.#tables.save(found.run, found.number, found.block)
    return changed
  }

  #block(run: number, block: number): LeftBlock | undefined {
    if (this.#isLeftHere.get([run, this.#place, this.#own.run]) === undefined) return undefined
    const found = this.#tables.block(run, block)
    if (found === undefined) return undefined
    const entries = this.#tables
      .entries(run, block, found.states)
      .map((entry) => [entry.number, entry] as const)
    return { run, number: block, block: found, entries: new Map(entries) }
  }
}

function pageOf(rows: readonly LeftEntry[]): Page<LeftEntry, EntryPlace> {
  const last = rows.at(-1)
  return { rows, next: last && { run: last.run, number: last.number } }
}
