import type { Pruned, Retention } from '../queries'
import { othersFirst } from './others-first'
import { number, rowOf } from './row'
import { inTransaction, type Connection } from './transaction'

/** So many rows at most go in one transaction: those that wait to write wait for no more than that. */
const ROWS_A_STEP = 1_000
const DAY_MS = 86_400_000

/** A job that runs leaves five events, one that is tried again or refused some more. */
const KEY_EVENTS_A_JOB = 8

interface Kept {
  /** The first one is asked for moments; a row goes from all of them. */
  readonly tables: readonly [string, ...string[]]
  readonly moment: string
  readonly rows: number
}

interface Removed {
  readonly rows: number
  readonly steps: number
}

/** Takes away what is older, or more, than is to be kept, in small steps: the oldest first. */
export async function prune(
  db: Connection,
  { days, jobs }: Retention,
  now: number,
): Promise<Omit<Pruned, 'journalBlocks'>> {
  const oldest = now - days * DAY_MS
  const history = { tables: ['jobs', 'job_details'], moment: 'finished_at', rows: jobs } as const
  const timelines = { tables: ['key_events'], moment: 'last_at', rows: jobs * KEY_EVENTS_A_JOB } as const
  const ofJobs = await pruneTables(db, history, oldest)
  const ofKeys = await pruneTables(db, timelines, oldest)
  return { jobs: ofJobs.rows, keyEvents: ofKeys.rows, steps: ofJobs.steps + ofKeys.steps }
}

async function pruneTables(db: Connection, kept: Kept, oldest: number): Promise<Removed> {
  const removed = { rows: 0, steps: 0 }
  let surplus = Math.max(0, countOf(db, kept.tables[0]) - kept.rows)
  for (;;) {
    const gone = inTransaction(db, () => removeOldest(db, kept, oldest, Math.min(surplus, ROWS_A_STEP)))
    if (gone === 0) return removed
    removed.rows += gone
    removed.steps += 1
    surplus = Math.max(0, surplus - gone)
    await othersFirst()
  }
}

/** Removes the `surplus` oldest, or those from before `oldest`, whichever are more. */
function removeOldest(db: Connection, { tables, moment }: Kept, oldest: number, surplus: number): number {
  const [first] = tables
  const byAge = `SELECT id FROM ${first} WHERE ${moment} < ? ORDER BY ${moment}, id LIMIT ${ROWS_A_STEP}`
  const byCount = `SELECT id FROM ${first} ORDER BY ${moment}, id LIMIT ?`
  const aged = db.prepare(byAge).all([oldest])
  const found = aged.length >= surplus ? aged : db.prepare(byCount).all([surplus])
  const ids = JSON.stringify(found.map((row) => number(rowOf(row), 'id')))
  for (const table of tables) {
    db.prepare(`DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`).run([ids])
  }
  return found.length
}

const countOf = (db: Connection, table: string): number =>
  number(rowOf(db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()), 'rows')
