import type { Cursor, JobFilter } from '../queries'

/** Conditions of a query, all of which hold, with the values of their placeholders. */
export interface Conditions {
  readonly sql: readonly string[]
  readonly values: readonly (string | number)[]
}

export const NONE: Conditions = { sql: [], values: [] }

export const both = (one: Conditions, other: Conditions): Conditions => ({
  sql: [...one.sql, ...other.sql],
  values: [...one.values, ...other.values],
})

export const where = ({ sql }: Conditions): string => (sql.length === 0 ? '' : `WHERE ${sql.join(' AND ')}`)

/** On the side of a place that the comparison names; the id decides between equals. */
export const besides = (column: string, comparison: string, { value, id }: Cursor): Conditions => ({
  sql: [`(${column}, id) ${comparison} (?, ?)`],
  values: [value, id],
})

/** The part of a filter that an index answers. */
export function indexConditions({ key, from, to }: JobFilter): Conditions {
  const parts: Conditions[] = []
  if (key !== undefined) parts.push({ sql: ['key = ?'], values: [key] })
  if (from !== undefined) parts.push({ sql: ['finished_at >= ?'], values: [from] })
  if (to !== undefined) parts.push({ sql: ['finished_at < ?'], values: [to] })
  return parts.reduce(both, NONE)
}

/** The part for which each row has to be looked at. */
export function rowConditions({ text = '', handler = '', outcomes = [] }: JobFilter): Conditions {
  const parts: Conditions[] = []
  if (text !== '') parts.push({ sql: ['instr(key, ?) > 0'], values: [text] })
  if (handler !== '') parts.push({ sql: ['instr(handler, ?) > 0'], values: [handler] })
  if (outcomes.length > 0) {
    parts.push({ sql: ['outcome IN (SELECT value FROM json_each(?))'], values: [JSON.stringify(outcomes)] })
  }
  return parts.reduce(both, NONE)
}
