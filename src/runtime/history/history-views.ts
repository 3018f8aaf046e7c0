import type { HistoryDetail, HistoryFilter, HistoryRow, HistorySort, KeyMoment } from '../../contract/history'
import type { JobFilter, JobQuery } from '../../store/queries'
import type { JobDetail, JobRow, KeyEventRow } from '../../store/records'
import { linesBegin } from './job-record'
import { momentOfEvent, momentsOfJob, newestFirst } from './key-moments'

/** @param run of the app now */
export function historyRow(row: JobRow, run: string): HistoryRow {
  return {
    id: row.id,
    run: row.run,
    ofThisRun: row.run === run,
    jobId: row.jobId,
    key: row.key,
    backoffMs: row.backoffMs,
    handler: row.handler,
    handlerVersion: row.handlerVersion,
    host: row.host,
    scheduledAt: row.scheduledAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    waitMs: row.waitMs,
    runMs: row.runMs,
    pauseMs: row.pauseMs,
    outcome: row.outcome,
    attempts: row.attempt,
    error: row.error && { code: row.error.code, message: row.error.message },
  }
}

/** @param events of its key, the newest first */
export function historyDetail(job: JobDetail, events: readonly KeyEventRow[], run: string): HistoryDetail {
  const begin = linesBegin(job)
  return {
    ...historyRow(job, run),
    argument: job.argument,
    stack: job.error?.stack,
    lines: job.lines.map(({ level, text, at }) => ({ level, text, at: begin + at })),
    linesLeftOut: job.linesLeftOut,
    moments: newestFirst([...momentsOfJob({ ...job, attempts: job.attempt }), ...ownMoments(job, events)]),
  }
}

/** What is kept of a job beside its row. */
function ownMoments({ run, jobId }: JobRow, events: readonly KeyEventRow[]): KeyMoment[] {
  const own = events.filter((event) => event.run === run && event.jobId === jobId)
  return own.flatMap((event) => momentOfEvent(event) ?? [])
}

export const storeFilter = ({ text, outcomes, handler, from, to }: HistoryFilter): JobFilter => ({
  text,
  outcomes,
  handler,
  from,
  to,
})

export const storeQuery = (filter: HistoryFilter, { by, descending }: HistorySort): JobQuery => ({
  filter: storeFilter(filter),
  sort: by,
  ascending: !descending,
})
