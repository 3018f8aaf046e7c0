import type { Failure } from './failure'
import type { HandlerLogLevel, HandlerOptions, ScheduleAnswer } from './handler-runner'
import type { MarkedRun } from './run-marks'

/** Options that count where a script names none. */
export interface StandardOptions {
  readonly timeoutMs: number
  readonly memoryMb: number
}

/** What a worker thread is born with. */
export interface WorkerBirth {
  readonly folder: string
  /** Memory of its claims. */
  readonly claims: SharedArrayBuffer
  /** Where each run's start and end are marked. */
  readonly marksFile: string | undefined
  readonly standard: StandardOptions
}

/** A run as the worker gets it. */
export interface WorkerJob extends MarkedRun {
  /** By which it is claimed. */
  readonly slot: number
  /** Handed over behind another: where that asks for a pause, it is not started. */
  readonly follows: boolean
  readonly argument: string
  readonly key: string
  readonly attempt: number
  readonly scheduledAt: number
  readonly backoffMs: number
  /** Apart from the queue: what it returned and took is told, and it schedules nothing. */
  readonly isTry: boolean
}

/** A job's members without their names: there may be tens of thousands a second. */
export type JobRow = readonly [
  runId: number,
  slot: number,
  follows: boolean,
  argument: string,
  key: string,
  attempt: number,
  scheduledAt: number,
  backoffMs: number,
  isTry: boolean,
  mark: number,
]

/** A job that is about to be given to a worker. */
export type GivenJob = Omit<WorkerJob, 'slot' | 'follows'>

export function packJob(job: GivenJob, slot: number, follows: boolean): JobRow {
  const { runId, argument, key, attempt, scheduledAt, backoffMs, isTry, mark } = job
  return [runId, slot, follows, argument, key, attempt, scheduledAt, backoffMs, isTry, mark]
}

export function unpackJob(row: JobRow): WorkerJob {
  const [runId, slot, follows, argument, key, attempt, scheduledAt, backoffMs, isTry, mark] = row
  return { runId, slot, follows, argument, key, attempt, scheduledAt, backoffMs, isTry, mark }
}

/** What became of a call of `context.schedule`. */
export type ScheduleReply =
  | { readonly ok: true; readonly answer: ScheduleAnswer }
  | { readonly ok: false; readonly code: string; readonly message: string }

export type AbortReason = 'timeout' | 'aborted'

/** What a worker thread is told. It does one thing (a load, a run) at a time. */
export type ToWorker =
  | { readonly type: 'load'; readonly path: string }
  | { readonly type: 'run'; readonly jobs: readonly JobRow[] }
  | { readonly type: 'abort'; readonly runId: number; readonly reason: AbortReason; readonly message: string }
  /** The answer to `schedule`. */
  | { readonly type: 'scheduled'; readonly callId: number; readonly reply: ScheduleReply }
  /** The answer to `source-wanted`. */
  | { readonly type: 'source'; readonly path: string; readonly text: string }
  | { readonly type: 'no-source'; readonly path: string; readonly failure: Failure }
  /** Parse the text; evaluate nothing. */
  | { readonly type: 'parse'; readonly questionId: number; readonly path: string; readonly text: string }
  | { readonly type: 'measure'; readonly questionId: number }

/** Of a run that has ended. */
export interface RunMeasure {
  readonly runMs: number
  /** Of a try. */
  readonly memoryBytes?: number
}

export interface SyntaxFault {
  readonly message: string
  /** From 1. */
  readonly line?: number
  readonly column?: number
}

/** A file that V8 could not parse. */
export interface BrokenFile {
  readonly path: string
  readonly fault: SyntaxFault
}

/** `returned`: of a try. */
export type RunEnd =
  | {
      readonly type: 'ended'
      readonly runId: number
      readonly pauseMs: number
      readonly measure: RunMeasure
      readonly returned?: string
    }
  | {
      readonly type: 'failed'
      readonly runId: number
      readonly failure: Failure
      readonly measure: RunMeasure
    }

export type FromWorker =
  | { readonly type: 'loaded'; readonly options: HandlerOptions }
  | { readonly type: 'not-loaded'; readonly failure: Failure; readonly broken: BrokenFile | undefined }
  | RunEnd
  /** Runs may have ended: their claims tell. */
  | { readonly type: 'look' }
  /** Its heap has filled up: a fresh worker is to take the runs to come. */
  | { readonly type: 'worn' }
  /** Thrown outside of any run's own promise: in a timer, or a rejection that nobody handled. */
  | { readonly type: 'stray'; readonly failure: Failure; readonly runId: number | undefined }
  /** `at`: ms since the run began; `runId`: the run that wrote it, where that is known. */
  | {
      readonly type: 'line'
      readonly level: HandlerLogLevel
      readonly text: string
      readonly at: number
      readonly runId: number | undefined
    }
  | { readonly type: 'progress'; readonly runId: number; readonly fraction: number; readonly text: string }
  | {
      readonly type: 'schedule'
      readonly runId: number
      readonly callId: number
      readonly key: string
      readonly backoffMs: number
      readonly argument: string
    }
  | { readonly type: 'source-wanted'; readonly path: string }
  | { readonly type: 'parsed'; readonly questionId: number; readonly fault: SyntaxFault | undefined }
  | { readonly type: 'measured'; readonly questionId: number; readonly bufferBytes: number }

const fromWorkerTypes: ReadonlySet<unknown> = new Set<FromWorker['type']>([
  'loaded',
  'not-loaded',
  'ended',
  'failed',
  'look',
  'worn',
  'stray',
  'line',
  'progress',
  'schedule',
  'source-wanted',
  'parsed',
  'measured',
])

/** Scripts can reach their worker's port and post noise; what looks like a message can only harm their own run. */
export function isFromWorker(value: unknown): value is FromWorker {
  return typeof value === 'object' && value !== null && 'type' in value && fromWorkerTypes.has(value.type)
}

/** Host and worker are built together: a folder is enough to tell a birth. */
export const isWorkerBirth = (data: unknown): data is WorkerBirth =>
  typeof data === 'object' && data !== null && 'folder' in data && typeof data.folder === 'string'
