import { type EntryState, type IntendedJob, STATE_BYTES } from '../journal-records'
import { number, rowOf, text } from './row'
import type { Connection } from './transaction'

/**
 * Entries are kept by blocks of so many numbers: the states of a block are one row of a byte a number, its texts go with
 * the last of its entries. Larger blocks are fewer rows a turn; smaller ones keep fewer texts of entries that are gone
 * beside one that stays.
 */
const BLOCK = 128

export const blockOf = (entry: number): number => Math.floor(entry / BLOCK)
export const placeInBlock = (entry: number): number => entry % BLOCK
const firstOf = (block: number): number => block * BLOCK

/** The states of one block; a number that has no entry is 0 there. */
export interface Block {
  readonly states: Uint8Array
  /** Entries that are not gone. */
  live: number
  /** Entries whose texts are kept: those that are not gone, and others beside them. */
  texts: number
}

export const emptyBlock = (): Block => ({ states: new Uint8Array(BLOCK), live: 0, texts: 0 })

export function setState(block: Block, entry: number, state: number): void {
  const place = placeInBlock(entry)
  const was = block.states[place]
  if (was === STATE_BYTES.gone && state !== STATE_BYTES.gone) {
    block.live += 1
    block.texts += 1
  }
  if (was !== STATE_BYTES.gone && state === STATE_BYTES.gone) block.live -= 1
  block.states[place] = state
}

export interface BlockEntry extends IntendedJob {
  readonly state: EntryState
}

const STATES: readonly (EntryState | undefined)[] = [
  undefined,
  'intended',
  'accepted',
  'ended',
  'retrying',
  'interrupted',
]

/** The journal's rows, those of the present run and those of earlier ones alike. */
export class JournalTables {
  readonly #addTexts
  readonly #texts
  readonly #dropTexts
  readonly #putStates
  readonly #states
  readonly #dropStates

  constructor(db: Connection) {
    const ofBlock = 'FROM journal_texts WHERE run = ? AND first >= ? AND first < ?'
    this.#addTexts = db.prepare('INSERT INTO journal_texts (run, first, entries) VALUES (?, ?, ?)')
    this.#texts = db.prepare(`SELECT entries ${ofBlock} ORDER BY first, id`)
    this.#dropTexts = db.prepare(`DELETE ${ofBlock}`)
    this.#putStates = db.prepare(
      `INSERT INTO journal_states (run, block, live, texts, states) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET live = excluded.live, texts = excluded.texts, states = excluded.states`,
    )
    this.#states = db.prepare('SELECT live, texts, states FROM journal_states WHERE run = ? AND block = ?')
    this.#dropStates = db.prepare('DELETE FROM journal_states WHERE run = ? AND block = ?')
  }

  /** @param jobs of one turn and one block: they are one row */
  addTexts(run: number, first: number, jobs: readonly IntendedRow[]): void {
    this.#addTexts.run([run, first, JSON.stringify(jobs)])
  }

  /** Writes a block's states, or takes it away with its texts where nothing of it is left. */
  save(run: number, block: number, { states, live, texts }: Block): void {
    if (live > 0) {
      this.#putStates.run([run, block, live, texts, states])
      return
    }
    this.#dropStates.run([run, block])
    this.#dropTexts.run([run, firstOf(block), firstOf(block + 1)])
  }

  block(run: number, block: number): Block | undefined {
    const found = this.#states.get([run, block])
    if (found === undefined) return undefined
    const row = rowOf(found)
    return { states: statesOf(row['states']), live: number(row, 'live'), texts: number(row, 'texts') }
  }

  /** Makes all texts of a block one, without those of entries that are gone. */
  compact(run: number, block: number, states: Uint8Array): void {
    const kept = this.entries(run, block, states)
    this.#dropTexts.run([run, firstOf(block), firstOf(block + 1)])
    this.addTexts(run, firstOf(block), kept.map(rowOfJob))
    this.save(run, block, { states, live: kept.length, texts: kept.length })
  }

  /** The entries of a block that are not gone, by their numbers. */
  entries(run: number, block: number, states: Uint8Array): BlockEntry[] {
    const entries: BlockEntry[] = []
    for (const found of this.#texts.all([run, firstOf(block), firstOf(block + 1)])) {
      for (const job of jobsOf(text(rowOf(found), 'entries'))) {
        const state = STATES[states[placeInBlock(job.number)] ?? STATE_BYTES.gone]
        if (state) entries.push({ ...job, state })
      }
    }
    return entries.sort((one, other) => one.number - other.number)
  }
}

/** Number, key, backoff, argument, moment: as a job stands in a text. */
export type IntendedRow = readonly [number, string, number, string, number]

const rowOfJob = ({ number: entry, key, backoffMs, argument, scheduledAt }: IntendedJob): IntendedRow => [
  entry,
  key,
  backoffMs,
  argument,
  scheduledAt,
]

function jobsOf(entries: string): IntendedJob[] {
  const rows: unknown = JSON.parse(entries)
  if (!Array.isArray(rows) || !rows.every(isIntendedRow))
    throw new Error('A text of the journal holds no jobs.')
  return rows.map(([entry, key, backoffMs, argument, scheduledAt]) => ({
    number: entry,
    key,
    backoffMs,
    argument,
    scheduledAt,
  }))
}

const ROW_TYPES = ['number', 'string', 'number', 'string', 'number']

const isIntendedRow = (row: unknown): row is IntendedRow =>
  Array.isArray(row) && ROW_TYPES.every((type, at) => typeof row[at] === type)

export function statesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  throw new Error('The states of the journal are no bytes.')
}
