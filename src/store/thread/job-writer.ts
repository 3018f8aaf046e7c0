import type { JobRecord } from '../records'
import type { Connection } from './transaction'

const COLUMNS = [
  'run',
  'job_id',
  'key',
  'backoff_ms',
  'handler',
  'handler_version',
  'host',
  'scheduled_at',
  'started_at',
  'finished_at',
  'wait_ms',
  'run_ms',
  'pause_ms',
  'outcome',
  'attempt',
  'error_code',
  'error_message',
] as const

/** Writes jobs that have ended; inside a transaction of the caller. */
export function createJobWriter(db: Connection): (job: JobRecord, linesLeftOut: number) => void {
  const toJobs = db.prepare(
    `INSERT INTO jobs (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
     ON CONFLICT (run, job_id) DO UPDATE SET ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  )
  const toDetails = db.prepare(
    `INSERT OR REPLACE INTO job_details (id, argument, error_stack, lines, lines_left_out)
     SELECT id, ?, ?, ?, ? FROM jobs WHERE run = ? AND job_id = ?`,
  )
  return (job, linesLeftOut) => {
    toJobs.run(
      job.run,
      job.jobId,
      job.key,
      job.backoffMs,
      job.handler,
      job.handlerVersion ?? null,
      job.host,
      job.scheduledAt,
      job.startedAt ?? null,
      job.finishedAt,
      job.waitMs,
      job.runMs,
      job.pauseMs,
      job.outcome,
      job.attempt,
      job.error?.code ?? null,
      job.error?.message ?? null,
    )
    toDetails.run(
      job.argument,
      job.error?.stack ?? null,
      JSON.stringify(job.lines),
      linesLeftOut,
      job.run,
      job.jobId,
    )
  }
}
