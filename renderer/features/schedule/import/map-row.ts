import { LIMITS } from '../../../../src/contract/limits'
import { escapePlaceholders, fillWithSample } from '../../../../src/contract/placeholders'
import { formatCount } from '../../../ui/format'
import { parseDuration } from '../../../ui/duration'
import { keyTemplate, type KeyTemplate } from './key-template'
import type { Mapping } from './mapping'
import { valueOf, type ImportRow, type ImportTable } from './reading/import-table'

/** A job of a row; its key and its argument may hold placeholders. */
export interface MappedJob {
  readonly line: number
  readonly key: string
  readonly backoffMs: number
  readonly argument: string
}

export interface BadRow {
  readonly line: number
  /** As far as there is one. */
  readonly key: string
  readonly problem: string
}

/** Why a row is bad; caught where rows are mapped. */
class RowProblem extends Error {}

/** Makes jobs of the rows of one table by one mapping. */
export class RowMapper {
  readonly #table: ImportTable
  readonly #mapping: Mapping
  readonly #template: KeyTemplate | undefined

  constructor(table: ImportTable, mapping: Mapping) {
    this.#table = table
    this.#mapping = mapping
    this.#template =
      mapping.key.kind === 'template' ? keyTemplate(mapping.key.text, table.columns) : undefined
  }

  /** @param n the job's number, for what it takes in its texts */
  map(row: ImportRow, n: number): MappedJob | BadRow {
    const { line } = row
    if ('problem' in row) return { line, key: '', problem: row.problem }
    let key = ''
    try {
      key = this.#keyOf(row)
      checkKey(fillWithSample(key, n))
      const backoffMs = this.#backoffOf(row)
      const argument = this.#argumentOf(row)
      checkArgument(fillWithSample(argument, n))
      return { line, key, backoffMs, argument }
    } catch (error) {
      if (error instanceof RowProblem) return { line, key, problem: error.message }
      throw error
    }
  }

  #keyOf(row: ImportRow): string {
    const { key } = this.#mapping
    if (key.kind === 'column') return escapePlaceholders(this.#textOf(row, key.column))
    const unknown = this.#template?.unknown[0]
    if (unknown !== undefined)
      throw new RowProblem(`The key asks for “${unknown}”, and there is no such column.`)
    return this.#template?.write((column) => this.#textOf(row, column)) ?? ''
  }

  #textOf(row: ImportRow, column: number): string {
    const value = valueOf(this.#table, row, column)
    if (value === undefined || value === null) return ''
    if (typeof value === 'object') throw new RowProblem(`“${this.#nameOf(column)}” is no text for a key.`)
    return typeof value === 'string' ? value : JSON.stringify(value)
  }

  #backoffOf(row: ImportRow): number {
    const { backoff } = this.#mapping
    const text = backoff.kind === 'fixed' ? backoff.text : this.#textOf(row, backoff.column)
    const ms = parseDuration(text)
    if (ms === undefined) {
      throw new RowProblem(
        text.trim() === '' ? 'The backoff is missing.' : `The backoff “${shortened(text)}” is no duration.`,
      )
    }
    if (!Number.isInteger(ms) || ms < 0) throw new RowProblem(`A backoff cannot be ${ms} ms.`)
    if (ms > LIMITS.backoffMs) throw new RowProblem('The backoff is longer than 30 days.')
    return ms
  }

  #argumentOf(row: ImportRow): string {
    const { argument } = this.#mapping
    switch (argument.kind) {
      case 'fixed':
        return argument.text
      case 'column':
        return escapePlaceholders(this.#jsonOf(row, argument.column))
      case 'object': {
        const members = argument.columns
          .map((column) => [this.#nameOf(column), valueOf(this.#table, row, column)] as const)
          .filter(([, value]) => value !== undefined)
        return escapePlaceholders(JSON.stringify(Object.fromEntries(members)))
      }
    }
  }

  /** A cell of CSV holds JSON text; a value of JSON is one already. */
  #jsonOf(row: ImportRow, column: number): string {
    const value = valueOf(this.#table, row, column)
    if (value === undefined) throw new RowProblem('The argument is missing.')
    if (this.#table.format !== 'csv') return JSON.stringify(value)
    if (typeof value !== 'string' || value.trim() === '') throw new RowProblem('The argument is empty.')
    return value
  }

  #nameOf(column: number): string {
    return this.#table.columns[column] ?? ''
  }
}

/** Half of a surrogate pair alone: it has no UTF-8. */
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

function checkKey(key: string): void {
  if (key === '') throw new RowProblem('The key is empty.')
  if (loneSurrogate.test(key)) throw new RowProblem('The key holds half of a surrogate pair.')
  const bytes = utf8Length(key, LIMITS.keyBytes)
  if (bytes > LIMITS.keyBytes) {
    throw new RowProblem(
      `The key has ${formatCount(bytes)} bytes; at most ${formatCount(LIMITS.keyBytes)} are taken.`,
    )
  }
}

function checkArgument(text: string): void {
  if (utf8Length(text, LIMITS.argumentBytes) > LIMITS.argumentBytes) {
    throw new RowProblem('The argument is larger than 1 MiB.')
  }
  try {
    JSON.parse(text)
  } catch (error) {
    throw new RowProblem(
      `The argument is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
    )
  }
}

const encoder = new TextEncoder()

/** Bytes of UTF-8; where they are surely within the limit, no more than the text's characters are counted. */
function utf8Length(text: string, limit: number): number {
  return text.length * 3 <= limit ? text.length : encoder.encode(text).byteLength
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
