import { inTransaction, type Connection } from './transaction'

/**
 * What makes version n + 1 of version n stands at index n. A released one is never changed: files of that version
 * exist.
 */
const MIGRATIONS: readonly string[] = [
  // 1: history and audit. What a list shows is narrow and apart from what can be large, so that a scan stays short.
  `CREATE TABLE jobs (
     id INTEGER PRIMARY KEY,
     run TEXT NOT NULL,
     job_id INTEGER NOT NULL,
     key TEXT NOT NULL,
     backoff_ms REAL NOT NULL,
     handler TEXT NOT NULL,
     handler_version TEXT,
     host TEXT NOT NULL,
     scheduled_at REAL NOT NULL,
     started_at REAL,
     finished_at REAL NOT NULL,
     wait_ms REAL NOT NULL,
     run_ms REAL NOT NULL,
     pause_ms REAL NOT NULL,
     outcome TEXT NOT NULL,
     attempt INTEGER NOT NULL,
     error_code TEXT,
     error_message TEXT,
     UNIQUE (run, job_id)
   );
   CREATE INDEX jobs_by_finished ON jobs (finished_at);
   CREATE INDEX jobs_by_run ON jobs (run_ms);
   CREATE INDEX jobs_by_wait ON jobs (wait_ms);
   CREATE TABLE job_details (
     id INTEGER PRIMARY KEY,
     argument TEXT NOT NULL,
     error_stack TEXT,
     lines TEXT NOT NULL,
     lines_left_out INTEGER NOT NULL
   );
   CREATE TABLE audit (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     at REAL NOT NULL,
     act TEXT NOT NULL,
     what TEXT NOT NULL,
     operator TEXT NOT NULL,
     reason TEXT,
     profile TEXT NOT NULL
   );
   CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
   CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;`,
  // 2: the timelines of keys.
  `CREATE TABLE key_events (
     id INTEGER PRIMARY KEY,
     key TEXT NOT NULL,
     kind TEXT NOT NULL,
     run TEXT NOT NULL,
     job_id INTEGER,
     detail TEXT,
     count INTEGER NOT NULL,
     first_at REAL NOT NULL,
     last_at REAL NOT NULL
   );
   CREATE INDEX key_events_by_key ON key_events (key);
   CREATE INDEX key_events_by_last ON key_events (last_at);`,
  // 3: the journal, and the history of a key. Texts stay as they are written; the states beside them change.
  `CREATE TABLE journal_runs (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     instance TEXT NOT NULL,
     host TEXT NOT NULL,
     place TEXT NOT NULL,
     begun_at REAL NOT NULL,
     generation TEXT
   );
   CREATE TABLE journal_texts (
     id INTEGER PRIMARY KEY,
     run INTEGER NOT NULL,
     first INTEGER NOT NULL,
     entries TEXT NOT NULL
   );
   CREATE INDEX journal_texts_by_first ON journal_texts (run, first);
   CREATE TABLE journal_states (
     run INTEGER NOT NULL,
     block INTEGER NOT NULL,
     live INTEGER NOT NULL,
     texts INTEGER NOT NULL,
     states BLOB NOT NULL,
     PRIMARY KEY (run, block)
   ) WITHOUT ROWID;
   CREATE INDEX jobs_by_key ON jobs (key, finished_at);`,
]

/** The newest version of the file that this app knows. */
export const KNOWN_VERSION = MIGRATIONS.length

/** Brings the file from its version to the newest, one transaction a version. */
export function migrate(db: Connection, from: number): void {
  MIGRATIONS.slice(from).forEach((statements, index) => {
    inTransaction(db, () => {
      db.exec(statements)
      db.exec(`PRAGMA user_version = ${from + index + 1}`)
    })
  })
}
