import { LIMITS } from '../../../../../src/contract/limits'
import { csvRecords } from './csv-records'
import { detectFormat, detectHeader, detectSeparator } from './detect'
import { ImportFault } from './import-fault'
import type { ImportFormat, ImportRow, ImportTable, Separator } from './import-table'
import { jsonArrayRows, jsonLineRows } from './json-rows'

/** What the operator says of a text; what they do not say is found out. */
export interface ReadOptions {
  readonly format?: ImportFormat
  readonly separator?: Separator
  readonly header?: boolean
}

/** Columns that can be mapped. */
const MOST_COLUMNS = 500

/**
 * Reads all rows of a text.
 * @param name of the file, for its ending
 * @throws ImportFault `no-rows`, `unknown-format`, `too-many-rows`, `too-many-columns`
 */
export function readTable(name: string, text: string, options: ReadOptions): ImportTable {
  if (text.trim() === '') throw noRows()
  const format = options.format ?? detectFormat(name, text)
  const separator = options.separator ?? (format === 'csv' ? detectSeparator(text) : ',')
  const header = format === 'csv' && (options.header ?? detectHeader(text, separator))
  const table =
    format === 'csv'
      ? csvTable(text, separator, header)
      : jsonTable(format === 'json' ? jsonArrayRows(text) : jsonLineRows(text))
  if (table.rows.length === 0) throw noRows()
  return { format, separator, header, ...table }
}

type Content = Pick<ImportTable, 'columns' | 'rows'>

function csvTable(text: string, separator: Separator, header: boolean): Content {
  const rows: ImportRow[] = []
  let columns: readonly string[] | undefined
  for (const record of csvRecords(text, separator)) {
    if (!columns && 'cells' in record) {
      checkColumns(record.cells.length)
      columns = header ? uniqueNames(record.cells) : record.cells.map((_cell, index) => `Column ${index + 1}`)
      if (header) continue
    }
    const width = columns?.length ?? 0
    push(rows, 'cells' in record && record.cells.length !== width ? wrongWidth(record, width) : record)
  }
  return { columns: columns ?? [], rows }
}

function jsonTable(read: Iterable<ImportRow>): Content {
  const rows: ImportRow[] = []
  const columns = new Set<string>()
  for (const row of read) {
    push(rows, row)
    if (!('object' in row)) continue
    for (const name of Object.keys(row.object)) columns.add(name)
    checkColumns(columns.size)
  }
  return { columns: [...columns], rows }
}

function push(rows: ImportRow[], row: ImportRow): void {
  if (rows.length < LIMITS.repeat) {
    rows.push(row)
    return
  }
  throw new ImportFault(
    'too-many-rows',
    `The text has more than ${LIMITS.repeat.toLocaleString('en-US')} rows.`,
    'Split it, and schedule the parts one after another.',
  )
}

function checkColumns(count: number): void {
  if (count <= MOST_COLUMNS) return
  throw new ImportFault(
    'too-many-columns',
    `The text has more than ${MOST_COLUMNS} columns.`,
    'Put what belongs together into one column, as JSON.',
  )
}

function wrongWidth(
  record: { readonly line: number; readonly cells: readonly string[] },
  width: number,
): ImportRow {
  const { length } = record.cells
  return {
    line: record.line,
    problem: `The row has ${length === 1 ? '1 cell' : `${length} cells`}; ${width} are expected.`,
  }
}

/** A column without a name, or with one that is taken, gets one of its own. */
function uniqueNames(cells: readonly string[]): string[] {
  const taken = new Set<string>()
  return cells.map((cell, index) => {
    const wanted = cell.trim() === '' ? `Column ${index + 1}` : cell.trim()
    let name = wanted
    for (let copy = 2; taken.has(name); copy += 1) name = `${wanted} (${copy})`
    taken.add(name)
    return name
  })
}

function noRows(): ImportFault {
  return new ImportFault(
    'no-rows',
    'There are no rows in this text.',
    'Give at least one row beside the header.',
  )
}
