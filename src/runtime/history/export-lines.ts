import { csvLine } from '../../contract/csv-line'
import type { JobDetail } from '../../store/records'
import { linesBegin } from './job-record'

export type HistoryFormat = 'csv' | 'jsonl'

/** Jobs of one piece of text: what is made in one turn. */
const JOBS_A_PIECE = 100

const COLUMNS = [
  'key',
  'outcome',
  'scheduledAt',
  'startedAt',
  'finishedAt',
  'waitMs',
  'runMs',
  'pauseMs',
  'attempts',
  'backoffMs',
  'handler',
  'handlerVersion',
  'host',
  'run',
  'jobId',
  'argument',
  'errorCode',
  'error',
  'stack',
  'lines',
] as const

/**
 * One line a job, with all that is kept of it; in CSV, what a handler wrote is one cell.
 * @param wrote told of the jobs of each piece
 */
export async function* exportText(
  jobs: AsyncIterable<JobDetail>,
  format: HistoryFormat,
  wrote: (jobs: number) => void,
): AsyncGenerator<string, void> {
  let piece = format === 'csv' ? csvLine(COLUMNS) : ''
  let count = 0
  for await (const job of jobs) {
    piece += format === 'csv' ? csvOf(job) : `${JSON.stringify(jsonOf(job))}\n`
    count += 1
    if (count < JOBS_A_PIECE) continue
    yield piece
    wrote(count)
    piece = ''
    count = 0
  }
  yield piece
  wrote(count)
}

function jsonOf(job: JobDetail): object {
  const { key, outcome, backoffMs, handler, handlerVersion, host, run, jobId, argument, error } = job
  return {
    ...{ key, outcome, ...momentsOf(job), ...durationsOf(job), attempts: job.attempt, backoffMs },
    ...{ handler, handlerVersion, host, run, jobId, argument: valueOf(argument) },
    ...{ error, lines: linesOf(job), linesLeftOut: job.linesLeftOut || undefined },
  }
}

function csvOf(job: JobDetail): string {
  const { startedAt, scheduledAt, finishedAt } = momentsOf(job)
  const { waitMs, runMs, pauseMs } = durationsOf(job)
  const lines = linesOf(job).map(({ at, level, text }) => `${at} ${level} ${text}`)
  return csvLine([
    ...[job.key, job.outcome, scheduledAt, startedAt ?? '', finishedAt, waitMs, runMs, pauseMs],
    ...[job.attempt, job.backoffMs, job.handler, job.handlerVersion ?? '', job.host, job.run, job.jobId],
    ...[job.argument, job.error?.code ?? '', job.error?.message ?? '', job.error?.stack ?? ''],
    lines.join('\n'),
  ])
}

const iso = (at: number): string => new Date(at).toISOString()

function momentsOf({ scheduledAt, startedAt, finishedAt }: JobDetail) {
  return {
    scheduledAt: iso(scheduledAt),
    startedAt: startedAt === undefined ? undefined : iso(startedAt),
    finishedAt: iso(finishedAt),
  }
}

/** To the microsecond. */
const rounded = (ms: number): number => Math.round(ms * 1_000) / 1_000

function durationsOf({ waitMs, runMs, pauseMs }: JobDetail) {
  return { waitMs: rounded(waitMs), runMs: rounded(runMs), pauseMs: rounded(pauseMs) }
}

function linesOf(job: JobDetail) {
  const begin = linesBegin(job)
  return job.lines.map(({ at, level, text }) => ({ at: iso(begin + at), level, text }))
}

/** The argument as a value; as text where it is no JSON after all. */
function valueOf(argument: string): unknown {
  try {
    return JSON.parse(argument)
  } catch {
    return argument
  }
}
