import type { Page, PageQuery } from '../queries'
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
  page({ after = Number.MAX_SAFE_INTEGER, limit }: PageQuery<number>): Page<AuditRow, number> {
    const found = this.#db
      .prepare(`SELECT ${COLUMNS} FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?`)
      .all([after, limit + 1])
    const rows = found.slice(0, limit).map((row) => auditRowOf(rowOf(row)))
    return { rows, next: found.length > limit ? rows.at(-1)?.id : undefined }
  }
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
