/** How a text holds its rows. */
export type ImportFormat = 'csv' | 'json' | 'jsonl'
export type Separator = ',' | ';' | '\t'

/** A row as it was read. */
export type ImportRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly object: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly problem: string }

export interface ImportTable {
  readonly format: ImportFormat
  /** Of CSV. */
  readonly separator: Separator
  /** Of CSV: the first row names the columns. */
  readonly header: boolean
  readonly columns: readonly string[]
  readonly rows: readonly ImportRow[]
}

/** What a row has in a column: text in CSV, any JSON else; undefined where it has nothing. */
export function valueOf(table: ImportTable, row: ImportRow, column: number): unknown {
  if ('cells' in row) return row.cells[column]
  if (!('object' in row)) return undefined
  const name = table.columns[column]
  return name !== undefined && Object.hasOwn(row.object, name) ? row.object[name] : undefined
}
