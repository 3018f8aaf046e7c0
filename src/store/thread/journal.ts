import { type JournalOwner, type JournalTurn, STATE_BYTES } from '../journal-records'
import {
  blockOf,
  emptyBlock,
  placeInBlock,
  setState,
  type Block,
  type IntendedRow,
  type JournalTables,
} from './journal-tables'
import type { Connection } from './transaction'

/**
 * The entries of the present run. Their states are in memory too, a byte each, so that a turn writes each block that
 * it changes once, however many of its jobs it is about.
 *
 * A turn that could not be written takes its intents back. What became of jobs is not taken back: it is true, and goes
 * with the next turn that can be written.
 */
export class Journal {
  readonly #tables: JournalTables
  readonly #owner: JournalOwner
  readonly #begin
  readonly #note
  readonly #blocks = new Map<number, Block>()
  /** Blocks that differ from the file's. */
  readonly #changed = new Set<number>()
  /** The row of this run, which its first entry makes. */
  #run: { readonly id: number; readonly isNew: boolean } | undefined
  #turn: JournalTurn | undefined
  /** Seen last, and whether the file has it. */
  #generation: { readonly text: string | null; readonly isWritten: boolean } = { text: null, isWritten: true }

  constructor(db: Connection, tables: JournalTables, owner: JournalOwner) {
    this.#tables = tables
    this.#owner = owner
    this.#begin = db.prepare(
      'INSERT INTO journal_runs (instance, host, place, begun_at, generation) VALUES (?, ?, ?, ?, ?)',
    )
    this.#note = db.prepare('UPDATE journal_runs SET generation = ? WHERE id = ?')
  }

  /** Id of this run; no run has 0. */
  get run(): number {
    return this.#run?.id ?? 0
  }

  /** What became of jobs in turns that could not be written. */
  get owes(): boolean {
    return this.#changed.size > 0
  }

  /** Takes what a turn says; `save` writes it. @returns entries that it accepts and that are not there */
  take(turn: JournalTurn): readonly number[] {
    this.#turn = turn
    const { intended, steps, generation } = turn
    if (generation !== undefined) this.#generation = { text: generation, isWritten: false }
    for (const entry of intended.numbers) this.#set(entry, STATE_BYTES.intended)
    const lost: number[] = []
    steps.numbers.forEach((entry, at) => {
      const state = steps.states[at] ?? STATE_BYTES.gone
      if (this.#has(entry)) this.#set(entry, state)
      else if (state === STATE_BYTES.accepted) lost.push(entry)
    })
    return lost
  }

  /** Inside a transaction of the caller, who says then how it went: `saved` or `takeBack`. */
  save(): void {
    // Without a run there is no entry that it could be of: it goes with the run's first.
    if (this.#run && !this.#generation.isWritten) this.#note.run([this.#generation.text, this.#run.id])
    if (this.#changed.size === 0) return
    if (this.#turn) this.#addTexts(this.#turn)
    for (const block of this.#changed) this.#tables.save(this.#ownRun(), block, this.#block(block))
  }

  saved(): void {
    for (const block of this.#changed) if (this.#block(block).live === 0) this.#blocks.delete(block)
    this.#changed.clear()
    this.#turn = undefined
    if (this.#run === undefined) return
    this.#run = { ...this.#run, isNew: false }
    this.#generation = { ...this.#generation, isWritten: true }
  }

  takeBack(): void {
    for (const entry of this.#turn?.intended.numbers ?? []) this.#set(entry, STATE_BYTES.gone)
    this.#turn = undefined
    if (this.#run?.isNew) this.#run = undefined
  }

  /** The texts of a block have become those of its entries alone. */
  compacted(block: number): void {
    const found = this.#blocks.get(block)
    if (found) found.texts = found.live
  }

  /** One row for all jobs of the turn that are in one block. */
  #addTexts({ intended }: JournalTurn): void {
    const { numbers, keys, backoffsMs, arguments: texts, scheduledAt } = intended
    let rows: IntendedRow[] = []
    numbers.forEach((entry, at) => {
      rows.push([entry, keys[at] ?? '', backoffsMs[at] ?? 0, texts[at] ?? '', scheduledAt[at] ?? 0])
      const next = numbers[at + 1]
      if (next !== undefined && blockOf(next) === blockOf(entry)) return
      this.#tables.addTexts(this.#ownRun(), rows[0]?.[0] ?? entry, rows)
      rows = []
    })
  }

  #ownRun(): number {
    if (this.#run === undefined) {
      const { instance, host, place } = this.#owner
      const { lastInsertRowid } = this.#begin.run([instance, host, place, Date.now(), this.#generation.text])
      this.#run = { id: Number(lastInsertRowid), isNew: true }
    }
    return this.#run.id
  }

  #has(entry: number): boolean {
    return (
      (this.#blocks.get(blockOf(entry))?.states[placeInBlock(entry)] ?? STATE_BYTES.gone) !== STATE_BYTES.gone
    )
  }

  #set(entry: number, state: number): void {
    const block = blockOf(entry)
    setState(this.#block(block), entry, state)
    this.#changed.add(block)
  }

  #block(block: number): Block {
    let found = this.#blocks.get(block)
    if (found === undefined) this.#blocks.set(block, (found = emptyBlock()))
    return found
  }
}
