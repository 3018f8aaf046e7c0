import type Database from 'libsql'

export type Connection = Database.Database

/**
 * Runs `work` as one transaction. SQLite itself takes back what met a full disk; a second ROLLBACK would hide the
 * error that matters.
 */
export function inTransaction<Result>(db: Connection, work: () => Result): Result {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}
