import type { AuditQuery, Page, PageQuery } from '../queries'
import type { AuditRecord, AuditRow } from '../records'
import { number, optionalText, rowOf, text, wholeText, type Row } from './row'
import type { Connection } from './transaction'

const COLUMNS = `id, at, act, what, operator, ${wholeText('reason')}, profile`

/** What operators did: added and read, newest first. */
export class Audit {
  readonly #db: Connection

  constructor(db: Connection) {
    this.#db = db
  }

  add({ at, act, what, operator, reason, profile }: AuditRecord): void {
    this.#db
      .prepare('INSERT INTO audit (at, act, what, operator, reason, profile) VALUES (?, ?, ?, ?, ?, ?)')
      .run([at, act, what, operator, reason ?? null, profile])
  }

  /** Newest first means added last: a clock that was set back does not change the order. */
  page(
    query: AuditQuery,
    { after = Number.MAX_SAFE_INTEGER, limit }: PageQuery<number>,
  ): Page<AuditRow, number> {
    const { where, values } = conditionsOf(query)
    const found = this.#db
      .prepare(`SELECT ${COLUMNS} FROM audit WHERE id < ?${where} ORDER BY id DESC LIMIT ?`)
      .all([after, ...values, limit + 1])
    const rows = found.slice(0, limit).map((row) => auditRowOf(rowOf(row)))
    return { rows, next: found.length > limit ? rows.at(-1)?.id : undefined }
  }
}

function conditionsOf({ acts, text: wanted }: AuditQuery): {
  readonly where: string
  readonly values: readonly string[]
} {
  const ofActs = acts === undefined ? '' : ` AND act IN (${acts.map(() => '?').join(', ')})`
  if (!wanted) return { where: ofActs, values: acts ?? [] }
  const ofText = " AND instr(lower(what || ' ' || operator || ' ' || coalesce(reason, '')), lower(?)) > 0"
  return { where: ofActs + ofText, values: [...(acts ?? []), wanted] }
}

function auditRowOf(row: Row): AuditRow {
  return {
    id: number(row, 'id'),
    at: number(row, 'at'),
    act: text(row, 'act'),
    what: text(row, 'what'),
    operator: text(row, 'operator'),
    reason: optionalText(row, 'reason'),
    profile: text(row, 'profile'),
  }
}
