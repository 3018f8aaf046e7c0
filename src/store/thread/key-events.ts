import type { KeyEventQuery, Page, PageQuery } from '../queries'
import type { KeyEvent, KeyEventKind, KeyEventRow } from '../records'
import { number, oneOf, optionalNumber, optionalText, rowOf, text, wholeText, type Row } from './row'
import type { Connection } from './transaction'

const KINDS: readonly KeyEventKind[] = [
  'attempt',
  'refused',
  'hold',
  'start',
  'retry',
  'finish',
  'settle',
  'release',
  'lost',
  'bump',
  'adopted',
  'dropped',
]

const COLUMNS = `id, ${wholeText('key')}, kind, run, job_id, ${wholeText('detail')}, count, first_at, last_at`

/**
 * What happened to each key, in order. A key that is asked for again and again is refused as often: such a refusal
 * takes the place of the attempt that it answers, and is counted in the row of the refusal before it.
 */
export class KeyEvents {
  readonly #db: Connection
  readonly #insert
  readonly #newest
  readonly #fold
  readonly #remove

  constructor(db: Connection) {
    this.#db = db
    this.#insert = db.prepare(
      `INSERT INTO key_events (key, kind, run, job_id, detail, count, first_at, last_at)
       VALUES (?, ?, ?, ?, ?, 1, ?, ?)`,
    )
    this.#newest = db.prepare(`SELECT ${COLUMNS} FROM key_events WHERE key = ? ORDER BY id DESC LIMIT 2`)
    this.#fold = db.prepare('UPDATE key_events SET count = count + 1, last_at = ? WHERE id = ?')
    this.#remove = db.prepare('DELETE FROM key_events WHERE id = ?')
  }

  add(event: KeyEvent): void {
    if (event.kind === 'refused' && this.#isFolded(event)) return
    const { key, kind, run, jobId = null, detail = null, at } = event
    this.#insert.run([key, kind, run, jobId, detail, at, at])
  }

  page(
    { key, newestFirst = false }: KeyEventQuery,
    { after, limit }: PageQuery<number>,
  ): Page<KeyEventRow, number> {
    const [comparison, direction, start] = newestFirst
      ? ['<', 'DESC', Number.MAX_SAFE_INTEGER]
      : ['>', 'ASC', 0]
    const found = this.#db
      .prepare(
        `SELECT ${COLUMNS} FROM key_events WHERE key = ? AND id ${comparison} ? ORDER BY id ${direction} LIMIT ?`,
      )
      .all([key, after ?? start, limit + 1])
    const rows = found.slice(0, limit).map((row) => keyEventRowOf(rowOf(row)))
    return { rows, next: found.length > limit ? rows.at(-1)?.id : undefined }
  }

  #isFolded({ key, run, detail, at }: KeyEvent): boolean {
    const [newest, before] = this.#newest.all([key]).map((row) => keyEventRowOf(rowOf(row)))
    const isAnswer = newest?.kind === 'attempt' && newest.run === run
    if (isAnswer) this.#remove.run([newest.id])
    const last = isAnswer ? before : newest
    const isRepeated = last?.kind === 'refused' && last.run === run && last.detail === detail
    if (isRepeated) this.#fold.run([at, last.id])
    return isRepeated
  }
}

function keyEventRowOf(row: Row): KeyEventRow {
  return {
    id: number(row, 'id'),
    kind: oneOf(row, 'kind', KINDS),
    key: text(row, 'key'),
    run: text(row, 'run'),
    jobId: optionalNumber(row, 'job_id'),
    detail: optionalText(row, 'detail'),
    count: number(row, 'count'),
    firstAt: number(row, 'first_at'),
    lastAt: number(row, 'last_at'),
  }
}
