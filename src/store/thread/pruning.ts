import type { Pruned, Retention } from '../queries'
import { number, rowOf } from './row'
import { inTransaction, type Connection } from './transaction'

/** So many rows at most go in one transaction: those that wait to write wait for no more than that. */
const ROWS_A_STEP = 1_000
const DAY_MS = 86_400_000

/** Takes away what is older, or more, than is to be kept, in small steps: the oldest first. */
export async function prune(db: Connection, { days, jobs }: Retention, now: number): Promise<Pruned> {
  const oldest = now - days * DAY_MS
  const pruned = { jobs: 0, keyEvents: 0, steps: 0 }
  let surplus = Math.max(0, countOf(db, 'jobs') - jobs)
  for (;;) {
    const gone = inTransaction(db, () => removeJobs(db, oldest, Math.min(surplus, ROWS_A_STEP)))
    if (gone === 0) return pruned
    pruned.jobs += gone
    pruned.steps += 1
    surplus = Math.max(0, surplus - gone)
    await othersFirst()
  }
}

/** Removes the `surplus` oldest, or those that ended before `oldest`, whichever are more. */
function removeJobs(db: Connection, oldest: number, surplus: number): number {
  const byAge = `SELECT id FROM jobs WHERE finished_at < ? ORDER BY finished_at, id LIMIT ${ROWS_A_STEP}`
  const byCount = 'SELECT id FROM jobs ORDER BY finished_at, id LIMIT ?'
  const aged = db.prepare(byAge).all([oldest])
  const found = aged.length >= surplus ? aged : db.prepare(byCount).all([surplus])
  const ids = JSON.stringify(found.map((row) => number(rowOf(row), 'id')))
  for (const table of ['job_details', 'jobs']) {
    db.prepare(`DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`).run([ids])
  }
  return found.length
}

const countOf = (db: Connection, table: string): number =>
  number(rowOf(db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()), 'rows')

/** Lets the messages in that came meanwhile. */
const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
