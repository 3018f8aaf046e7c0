import type { JobDetail } from '../../store/records'
import type { ExportShape } from '../exports/export-text'
import { linesBegin } from './job-record'

const iso = (at: number): string => new Date(at).toISOString()
/** To the microsecond. */
const rounded = (ms: number): number => Math.round(ms * 1_000) / 1_000

/** A job in a file, with all that is kept of it; in CSV, what a handler wrote is one cell. */
export const historyShape: ExportShape<JobDetail> = {
  columns: [
    { title: 'key', cell: ({ key }) => key },
    { title: 'outcome', cell: ({ outcome }) => outcome },
    { title: 'scheduledAt', cell: ({ scheduledAt }) => iso(scheduledAt) },
    { title: 'startedAt', cell: ({ startedAt }) => (startedAt === undefined ? undefined : iso(startedAt)) },
    { title: 'finishedAt', cell: ({ finishedAt }) => iso(finishedAt) },
    { title: 'waitMs', cell: ({ waitMs }) => rounded(waitMs) },
    { title: 'runMs', cell: ({ runMs }) => rounded(runMs) },
    { title: 'pauseMs', cell: ({ pauseMs }) => rounded(pauseMs) },
    { title: 'attempts', cell: ({ attempt }) => attempt },
    { title: 'backoffMs', cell: ({ backoffMs }) => backoffMs },
    { title: 'handler', cell: ({ handler }) => handler },
    { title: 'handlerVersion', cell: ({ handlerVersion }) => handlerVersion },
    { title: 'host', cell: ({ host }) => host },
    { title: 'run', cell: ({ run }) => run },
    { title: 'jobId', cell: ({ jobId }) => jobId },
    { title: 'argument', cell: ({ argument }) => argument },
    { title: 'errorCode', cell: ({ error }) => error?.code },
    { title: 'error', cell: ({ error }) => error?.message },
    { title: 'stack', cell: ({ error }) => error?.stack },
    {
      title: 'lines',
      cell: (job) =>
        linesOf(job)
          .map(({ at, level, text }) => `${at} ${level} ${text}`)
          .join('\n'),
    },
  ],
  line: jsonOf,
}

function jsonOf(job: JobDetail): object {
  const { key, outcome, backoffMs, handler, handlerVersion, host, run, jobId, argument, error } = job
  return {
    ...{ key, outcome, ...momentsOf(job), ...durationsOf(job), attempts: job.attempt, backoffMs },
    ...{ handler, handlerVersion, host, run, jobId, argument: valueOf(argument) },
    ...{ error, lines: linesOf(job), linesLeftOut: job.linesLeftOut || undefined },
  }
}

function momentsOf({ scheduledAt, startedAt, finishedAt }: JobDetail) {
  return {
    scheduledAt: iso(scheduledAt),
    startedAt: startedAt === undefined ? undefined : iso(startedAt),
    finishedAt: iso(finishedAt),
  }
}

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
