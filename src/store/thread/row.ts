/** A row as the binding gives it; each column is read by name and checked. */
export type Row = Readonly<Record<string, unknown>>

export function rowOf(value: unknown): Row {
  if (isRow(value)) return value
  throw new Error('The database gave no row.')
}

/**
 * Selects a text that may hold any character: as bytes, since the binding ends a text at its first NUL.
 */
export const wholeText = (column: string): string => `CAST(${column} AS BLOB) AS ${column}`

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value === 'string') return value
  if (value instanceof ArrayBuffer || value instanceof Uint8Array) return utf8.decode(value)
  throw wrong(column, 'text', value)
}

export function number(row: Row, column: string): number {
  const value = row[column]
  if (typeof value === 'number') return value
  throw wrong(column, 'a number', value)
}

export const optionalText = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : text(row, column)

export const optionalNumber = (row: Row, column: string): number | undefined =>
  row[column] === null ? undefined : number(row, column)

/** @throws Error where the column holds none of `known` */
export function oneOf<Value extends string>(row: Row, column: string, known: readonly Value[]): Value {
  const value = row[column]
  const found = known.find((one) => one === value)
  if (found === undefined) throw wrong(column, known.join(' or '), value)
  return found
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null

const wrong = (column: string, wanted: string, value: unknown): Error =>
  new Error(`Column ${column} does not hold ${wanted}: ${String(value)}`)
