import type { BoundedCount, Cursor, JobFilter, JobQuery, JobSort, Page, PageQuery } from '../queries'
import type { JobDetail, JobRow } from '../records'
import { jobDetailOf, jobRowOf } from './job-rows'
import { number, rowOf, type Row } from './row'
import type { Connection } from './transaction'

const SORT_COLUMNS: Readonly<Record<JobSort, string>> = {
  finished: 'finished_at',
  run: 'run_ms',
  wait: 'wait_ms',
}

const LISTED = 'FROM jobs'
const WHOLE = 'FROM jobs JOIN job_details USING (id)'

/** Reads the history. Pages go by the place of their last row, so that a page costs the same wherever it is. */
export class JobReader {
  readonly #db: Connection

  constructor(db: Connection) {
    this.#db = db
  }

  page(query: JobQuery, page: PageQuery<Cursor>): Page<JobRow, Cursor> {
    return this.#page(LISTED, jobRowOf, query, page)
  }

  detailPage(query: JobQuery, page: PageQuery<Cursor>): Page<JobDetail, Cursor> {
    return this.#page(WHOLE, jobDetailOf, query, page)
  }

  detail(id: number): JobDetail | undefined {
    const row = this.#db.prepare(`SELECT * ${WHOLE} WHERE id = ?`).get([id])
    return row === undefined ? undefined : jobDetailOf(rowOf(row))
  }

  count(filter: JobFilter, bound: number): BoundedCount {
    const { conditions, values } = conditionsOf(filter)
    const sql = `SELECT count(*) AS found FROM (SELECT 1 ${LISTED} ${where(conditions)} LIMIT ?)`
    const found = number(rowOf(this.#db.prepare(sql).get([...values, bound + 1])), 'found')
    return { count: Math.min(found, bound), more: found > bound }
  }

  #page<Read extends JobRow>(
    source: string,
    read: (row: Row) => Read,
    { filter = {}, sort = 'finished', ascending = false }: JobQuery,
    { after, limit }: PageQuery<Cursor>,
  ): Page<Read, Cursor> {
    const column = SORT_COLUMNS[sort]
    const direction = ascending ? 'ASC' : 'DESC'
    const { conditions, values } = conditionsOf(filter)
    if (after !== undefined) {
      conditions.push(`(${column}, id) ${ascending ? '>' : '<'} (?, ?)`)
      values.push(after.value, after.id)
    }
    const order = `ORDER BY ${column} ${direction}, id ${direction} LIMIT ?`
    // One more than asked for tells whether there is a next page.
    const found = this.#db
      .prepare(`SELECT * ${source} ${where(conditions)} ${order}`)
      .all([...values, limit + 1])
    const rows = found.slice(0, limit).map(rowOf)
    const last = rows.at(-1)
    return {
      rows: rows.map(read),
      next:
        last && found.length > limit ? { value: number(last, column), id: number(last, 'id') } : undefined,
    }
  }
}

interface Conditions {
  readonly conditions: string[]
  readonly values: (string | number)[]
}

function conditionsOf({ text, outcomes, handler, from, to }: JobFilter): Conditions {
  const conditions: string[] = []
  const values: (string | number)[] = []
  const add = (condition: string, value: string | number): void => {
    conditions.push(condition)
    values.push(value)
  }
  if (text !== undefined && text !== '') add('instr(key, ?) > 0', text)
  if (handler !== undefined && handler !== '') add('instr(handler, ?) > 0', handler)
  if (from !== undefined) add('finished_at >= ?', from)
  if (to !== undefined) add('finished_at < ?', to)
  if (outcomes !== undefined && outcomes.length > 0) {
    add('outcome IN (SELECT value FROM json_each(?))', JSON.stringify(outcomes))
  }
  return { conditions, values }
}

const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
