import type { JobDetail, JobRow, StoredError, StoredLine, StoredOutcome } from '../records'
import { number, oneOf, optionalNumber, optionalText, text, wholeText, type Row } from './row'

const OUTCOMES: readonly StoredOutcome[] = [
  'done',
  'failed',
  'timeout',
  'cancelled',
  'lost-to',
  'interrupted',
  'dropped',
]

/** Where a row is read from, with the columns that `jobRowOf` reads. */
export const LISTED_JOBS = {
  columns: `id, run, job_id, ${wholeText('key')}, backoff_ms, handler, handler_version, host, scheduled_at, started_at,
    finished_at, wait_ms, run_ms, pause_ms, outcome, attempt, error_code, ${wholeText('error_message')}`,
  tables: 'jobs',
}

/** Likewise for `jobDetailOf`. */
export const WHOLE_JOBS = {
  columns: `${LISTED_JOBS.columns}, argument, ${wholeText('error_stack')}, lines, lines_left_out`,
  tables: 'jobs JOIN job_details USING (id)',
}

export function jobRowOf(row: Row): JobRow {
  return {
    id: number(row, 'id'),
    run: text(row, 'run'),
    jobId: number(row, 'job_id'),
    key: text(row, 'key'),
    backoffMs: number(row, 'backoff_ms'),
    handler: text(row, 'handler'),
    handlerVersion: optionalText(row, 'handler_version'),
    host: text(row, 'host'),
    scheduledAt: number(row, 'scheduled_at'),
    startedAt: optionalNumber(row, 'started_at'),
    finishedAt: number(row, 'finished_at'),
    waitMs: number(row, 'wait_ms'),
    runMs: number(row, 'run_ms'),
    pauseMs: number(row, 'pause_ms'),
    outcome: oneOf(row, 'outcome', OUTCOMES),
    attempt: number(row, 'attempt'),
    error: errorOf(row),
  }
}

export function jobDetailOf(row: Row): JobDetail {
  const error = errorOf(row)
  return {
    ...jobRowOf(row),
    argument: text(row, 'argument'),
    error: error && { ...error, stack: optionalText(row, 'error_stack') },
    lines: linesOf(text(row, 'lines')),
    linesLeftOut: number(row, 'lines_left_out'),
  }
}

function errorOf(row: Row): StoredError | undefined {
  const code = optionalText(row, 'error_code')
  return code === undefined ? undefined : { code, message: optionalText(row, 'error_message') ?? '' }
}

/** As the writer put them: no other hand writes this column. */
const linesOf = (json: string): readonly StoredLine[] => JSON.parse(json) as readonly StoredLine[]
