import Database from 'libsql'

/** Schemas as they were released, copied and never changed: files like these exist. */
const VERSION_1 = `CREATE TABLE jobs (
     id INTEGER PRIMARY KEY, run TEXT NOT NULL, job_id INTEGER NOT NULL, key TEXT NOT NULL, backoff_ms REAL NOT NULL,
     handler TEXT NOT NULL, handler_version TEXT, host TEXT NOT NULL, scheduled_at REAL NOT NULL, started_at REAL,
     finished_at REAL NOT NULL, wait_ms REAL NOT NULL, run_ms REAL NOT NULL, pause_ms REAL NOT NULL,
     outcome TEXT NOT NULL, attempt INTEGER NOT NULL, error_code TEXT, error_message TEXT, UNIQUE (run, job_id));
   CREATE INDEX jobs_by_finished ON jobs (finished_at);
   CREATE INDEX jobs_by_run ON jobs (run_ms);
   CREATE INDEX jobs_by_wait ON jobs (wait_ms);
   CREATE TABLE job_details (
     id INTEGER PRIMARY KEY, argument TEXT NOT NULL, error_stack TEXT, lines TEXT NOT NULL,
     lines_left_out INTEGER NOT NULL);
   CREATE TABLE audit (
     id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, act TEXT NOT NULL, what TEXT NOT NULL,
     operator TEXT NOT NULL, reason TEXT, profile TEXT NOT NULL);
   CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
   CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;`

const VERSION_2 = `${VERSION_1}
   CREATE TABLE key_events (
     id INTEGER PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, run TEXT NOT NULL, job_id INTEGER, detail TEXT,
     count INTEGER NOT NULL, first_at REAL NOT NULL, last_at REAL NOT NULL);
   CREATE INDEX key_events_by_key ON key_events (key);
   CREATE INDEX key_events_by_last ON key_events (last_at);`

const SCHEMAS: Readonly<Record<number, string>> = { 1: VERSION_1, 2: VERSION_2 }

export const OLD_VERSIONS = Object.keys(SCHEMAS).map(Number)

/** A file of an older app, with one job, one record of the audit and, where there are some, one event of a key. */
export function makeOldFile(file: string, version: number): void {
  const db = new Database(file)
  const now = Date.now()
  db.exec(SCHEMAS[version] ?? '')
  db.exec(`
    INSERT INTO jobs VALUES (1, 'old-run', 1, 'old:1', 60000, 'echo.js', NULL, 'api-7', ${now}, ${now}, ${now},
      0, 1, 0, 'done', 1, NULL, NULL);
    INSERT INTO job_details VALUES (1, '{"old":true}', NULL, '[]', 0);
    INSERT INTO audit VALUES (1, ${now}, 'bump', '{}', 'ada', NULL, 'production');
    ${version < 2 ? '' : `INSERT INTO key_events VALUES (1, 'old:1', 'hold', 'old-run', 1, NULL, 1, ${now}, ${now});`}
    PRAGMA user_version = ${version};
    PRAGMA journal_mode = WAL;`)
  db.close()
}
