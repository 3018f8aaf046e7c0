import type { Journal } from './journal'
import { statesOf, type JournalTables } from './journal-tables'
import { othersFirst } from './others-first'
import { number, rowOf } from './row'
import { inTransaction, type Connection } from './transaction'

/** So many blocks at most go in one transaction: those that wait to write wait for no more than that. */
const BLOCKS_A_STEP = 50

/**
 * Takes away the texts of entries that are gone beside a few that stay: jobs that wait long to be tried again would keep
 * those of all that were intended with them.
 *
 * @returns blocks whose texts were written anew
 */
export async function compactJournal(db: Connection, tables: JournalTables, own: Journal): Promise<number> {
  const sparse = db.prepare(
    `SELECT run, block, states FROM journal_states WHERE texts > 4 * live + 32 LIMIT ${BLOCKS_A_STEP}`,
  )
  for (let compacted = 0; ;) {
    const blocks = inTransaction(db, () =>
      sparse.all().map((found) => {
        const row = rowOf(found)
        const [run, block] = [number(row, 'run'), number(row, 'block')]
        tables.compact(run, block, statesOf(row['states']))
        return { run, block }
      }),
    )
    for (const { run, block } of blocks) if (run === own.run) own.compacted(block)
    compacted += blocks.length
    if (blocks.length < BLOCKS_A_STEP) return compacted
    await othersFirst()
  }
}
