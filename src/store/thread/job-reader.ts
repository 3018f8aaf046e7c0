import type { BoundedCount, Cursor, JobFilter, JobQuery, JobSort, Page, PageQuery } from '../queries'
import type { JobDetail, JobRow } from '../records'
import { besides, both, indexConditions, NONE, rowConditions, where, type Conditions } from './conditions'
import { jobDetailOf, jobRowOf, LISTED_JOBS, WHOLE_JOBS } from './job-rows'
import { othersFirst } from './others-first'
import { number, rowOf, type Row } from './row'
import type { Connection } from './transaction'

const SORT_COLUMNS: Readonly<Record<JobSort, string>> = {
  finished: 'finished_at',
  run: 'run_ms',
  wait: 'wait_ms',
}

/** About 20 ms of looking at rows. */
const ROWS_A_STRETCH = 5_000

/** A way along an index. */
interface Walk {
  readonly column: string
  readonly ascending: boolean
  /** What the index itself narrows. */
  readonly range: Conditions
  readonly after?: Cursor | undefined
}

/**
 * Reads the history. Pages go by the place of their last row, so that a page costs the same wherever it is. A filter
 * that few rows match is looked for in stretches, and others have their turn between two of them.
 */
export class JobReader {
  readonly #db: Connection

  constructor(db: Connection) {
    this.#db = db
  }

  page(query: JobQuery, page: PageQuery<Cursor>): Promise<Page<JobRow, Cursor>> {
    return this.#page(LISTED_JOBS, jobRowOf, query, page)
  }

  detailPage(query: JobQuery, page: PageQuery<Cursor>): Promise<Page<JobDetail, Cursor>> {
    return this.#page(WHOLE_JOBS, jobDetailOf, query, page)
  }

  detail(id: number): JobDetail | undefined {
    const { columns, tables } = WHOLE_JOBS
    const row = this.#db.prepare(`SELECT ${columns} FROM ${tables} WHERE id = ?`).get([id])
    return row === undefined ? undefined : jobDetailOf(rowOf(row))
  }

  async count(filter: JobFilter, bound: number): Promise<BoundedCount> {
    const walk: Walk = { column: SORT_COLUMNS.finished, ascending: true, range: indexConditions(filter) }
    let found = 0
    for await (const stretch of this.#stretches(walk)) {
      const all = both(stretch, rowConditions(filter))
      const sql = `SELECT count(*) AS found FROM (SELECT 1 FROM jobs ${where(all)} LIMIT ?)`
      found += number(rowOf(this.#db.prepare(sql).get([...all.values, bound + 1 - found])), 'found')
      if (found > bound) break
    }
    return { count: Math.min(found, bound), more: found > bound }
  }

  async #page<Read extends JobRow>(
    { columns, tables }: typeof LISTED_JOBS,
    read: (row: Row) => Read,
    { filter = {}, sort = 'finished', ascending = false }: JobQuery,
    { after, limit }: PageQuery<Cursor>,
  ): Promise<Page<Read, Cursor>> {
    const column = SORT_COLUMNS[sort]
    const isIndexed = sort === 'finished' || filter.key !== undefined
    const range = isIndexed ? indexConditions(filter) : NONE
    const rest = both(isIndexed ? NONE : indexConditions(filter), rowConditions(filter))
    const found: Row[] = []
    for await (const stretch of this.#stretches({ column, ascending, range, after })) {
      const all = both(stretch, rest)
      const sql = `SELECT ${columns} FROM ${tables} ${where(all)} ${orderBy(column, ascending)} LIMIT ?`
      // One more than asked for tells whether there is a next page.
      const wanted = limit + 1 - found.length
      found.push(
        ...this.#db
          .prepare(sql)
          .all([...all.values, wanted])
          .map(rowOf),
      )
      if (found.length > limit) break
    }
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    return {
      rows: rows.map(read),
      next:
        last && found.length > limit ? { value: number(last, column), id: number(last, 'id') } : undefined,
    }
  }

  /** The conditions of one stretch after the other. */
  async *#stretches({ column, ascending, range, after }: Walk): AsyncGenerator<Conditions, void> {
    const [beyond, upTo] = ascending ? ['>', '<='] : ['<', '>=']
    for (let place = after; ;) {
      const start = place === undefined ? range : both(range, besides(column, beyond, place))
      const end = this.#placeAt(column, ascending, start)
      yield end === undefined ? start : both(start, besides(column, upTo, end))
      if (end === undefined) return
      place = end
      await othersFirst()
    }
  }

  /** The last place of the stretch that begins there, by the index alone; undefined: it is the last stretch. */
  #placeAt(column: string, ascending: boolean, start: Conditions): Cursor | undefined {
    const sql = `SELECT ${column} AS value, id FROM jobs ${where(start)} ${orderBy(column, ascending)}
      LIMIT 1 OFFSET ${ROWS_A_STRETCH - 1}`
    const row = this.#db.prepare(sql).get([...start.values])
    return row === undefined
      ? undefined
      : { value: number(rowOf(row), 'value'), id: number(rowOf(row), 'id') }
  }
}

function orderBy(column: string, ascending: boolean): string {
  const direction = ascending ? 'ASC' : 'DESC'
  return `ORDER BY ${column} ${direction}, id ${direction}`
}
