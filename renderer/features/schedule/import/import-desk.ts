import type { ErrorEnvelope } from '../../../../src/contract/errors'
import type { MappedJob } from './map-row'
import { Judgement, type ImportCounts, type PreviewRow } from './judgement'
import { guessMapping, type Mapping } from './mapping'
import { checkSize, decodeText } from './reading/decode-text'
import { ImportFault } from './reading/import-fault'
import type { ImportTable } from './reading/import-table'
import { readTable, type ReadOptions } from './reading/read-table'

/** What was read, without its rows. */
export interface ImportSummary extends Omit<ImportTable, 'rows'> {
  readonly rows: number
  readonly guess: Mapping
}

/** What a page asks of the desk, by name. */
export interface DeskCalls {
  /** A file, or text that was pasted. */
  readonly open: (source: {
    readonly name: string
    readonly content: Blob | string
  }) => Promise<ImportSummary>
  /** Reads the same text in another way. */
  readonly read: (options: ReadOptions) => ImportSummary
  readonly judge: (mapping: Mapping) => ImportCounts
  readonly rows: (range: {
    readonly offset: number
    readonly limit: number
    readonly badOnly: boolean
  }) => PreviewRow[]
  /** The next jobs from this one on, as many as one message takes. */
  readonly jobs: (from: number) => MappedJob[]
  readonly badRows: () => string
}

export type DeskCall = keyof DeskCalls

/** Has the text, its rows and what they come to: all that is large stays here, away from the page. */
export class ImportDesk implements DeskCalls {
  #name = ''
  #text = ''
  #table: ImportTable | undefined
  #judgement: Judgement | undefined

  async open({
    name,
    content,
  }: {
    readonly name: string
    readonly content: Blob | string
  }): Promise<ImportSummary> {
    this.#text = typeof content === 'string' ? checkedText(content) : await textOf(content)
    this.#name = name
    return this.read({})
  }

  read(options: ReadOptions): ImportSummary {
    const table = readTable(this.#name, this.#text, options)
    this.#table = table
    this.#judgement = undefined
    const { rows, ...facts } = table
    return { ...facts, rows: rows.length, guess: guessMapping(table) }
  }

  judge(mapping: Mapping): ImportCounts {
    if (!this.#table) throw nothingOpen()
    this.#judgement = new Judgement(this.#table, mapping)
    return this.#judgement.counts
  }

  rows({
    offset,
    limit,
    badOnly,
  }: {
    readonly offset: number
    readonly limit: number
    readonly badOnly: boolean
  }): PreviewRow[] {
    return this.#judged.rows(offset, limit, badOnly)
  }

  jobs(from: number): MappedJob[] {
    return this.#judged.jobs(from)
  }

  badRows(): string {
    return this.#judged.badRows()
  }

  get #judged(): Judgement {
    if (this.#judgement) return this.#judgement
    throw nothingOpen()
  }
}

/** What a desk answers to one call. */
export type DeskAnswer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorEnvelope }

export function faultEnvelope(error: unknown): ErrorEnvelope {
  if (error instanceof ImportFault) return error.envelope
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'not-read', message: `The file could not be read: ${message}.`, remedy: 'Open it again.' }
}

async function textOf(blob: Blob): Promise<string> {
  checkSize(blob.size)
  return decodeText(new Uint8Array(await blob.arrayBuffer()))
}

function checkedText(text: string): string {
  checkSize(text.length)
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function nothingOpen(): ImportFault {
  return new ImportFault('not-read', 'No file is open.', 'Open it again.')
}
