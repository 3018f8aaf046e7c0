import type { Failure } from './failure'
import type { FailedRun } from './handler-error'
import type {
  HandlerLogLevel,
  HandlerOptions,
  HandlerProgress,
  HandlerRun,
  LoadedScript,
  ScheduleRequest,
} from './handler-runner'
import type { ScheduleReply } from './worker-protocol'

// Parent and host exchange arrays of these messages: what happened in one turn of the event loop travels once.

export interface HostSettings {
  readonly folder: string
  /** Where workers mark each run's start and end; undefined: nowhere. */
  readonly marksFile: string | undefined
  readonly timeoutMs: number
  readonly loadTimeoutMs: number
  readonly graceMs: number
  readonly memoryMb: number
  readonly jobsPerWorker: number
}

/** A run as it crosses to the host: the signal stays behind. */
export interface RunRequest {
  readonly file: string
  readonly argument: string
  readonly key: string
  readonly jobId: number
  readonly lane: number
  /** The job of its lane that it was handed over behind; undefined: it starts at once. */
  readonly behind?: number | undefined
  readonly attempt: number
  readonly scheduledAt: number
  readonly backoffMs: number
  /** 0: none. */
  readonly mark: number
}

/** A run's members without their names: there may be tens of thousands a second. */
export type RunRow = readonly [
  id: number,
  argument: string,
  key: string,
  jobId: number,
  lane: number,
  behind: number | undefined,
  attempt: number,
  scheduledAt: number,
  backoffMs: number,
  mark: number,
]

export interface TryRequest {
  readonly kind: 'try'
  readonly file: string
  readonly text: string
  readonly argument: string
}

/** What is asked beside the runs. */
export type HostQuestion =
  | TryRequest
  /** Load the script as it is on the disk; do not call it. */
  | { readonly kind: 'check'; readonly file: string }
  /** Parse the scripts; evaluate nothing. */
  | { readonly kind: 'inspect'; readonly files: readonly string[] }
  | { readonly kind: 'check-text'; readonly file: string; readonly text: string }
  | { readonly kind: 'warm-up' }

export interface GoodSource {
  readonly path: string
  /** What runs: types are blanks. */
  readonly text: string
  readonly hash: string
  readonly written: string
}

/** A script that has loaded, with all that it imported: enough to load it again whatever becomes of the files. */
export interface GoodScript {
  readonly file: string
  readonly version: string
  readonly options: HandlerOptions
  /** The script itself is the first. */
  readonly sources: readonly GoodSource[]
}

/** A script that did not load, and what it had read by then: while that stays, it is not loaded for a run again. */
export interface BrokenScript {
  readonly file: string
  readonly files: ReadonlyMap<string, string | undefined>
  readonly failure: Failure
}

export type ToHost =
  | { readonly type: 'settings'; readonly settings: HostSettings }
  /** What the host before knew. */
  | { readonly type: 'good'; readonly script: GoodScript }
  | { readonly type: 'broken'; readonly script: BrokenScript }
  | { readonly type: 'request'; readonly id: number; readonly question: HostQuestion }
  | { readonly type: 'runs'; readonly file: string; readonly rows: RunRow[] }
  /** Take back those that have not started. */
  | { readonly type: 'recall'; readonly callId: number; readonly ids: readonly number[] }
  | { readonly type: 'abort'; readonly id: number }
  | {
      readonly type: 'scheduled'
      readonly id: number
      readonly callId: number
      readonly reply: ScheduleReply
    }

/**
 * Each request has one answer: `ran` (for a run that ended well), `done` or `failed`. Of what has no answer when the
 * host dies, its marks tell which runs were called.
 */
export type FromHost =
  | { readonly type: 'up' }
  /** The script of a run was loaded for it. */
  | { readonly type: 'ready'; readonly id: number }
  /** A script has loaded that is another than its last good one. */
  | { readonly type: 'good'; readonly script: GoodScript }
  /** A file that is read for a load under way: should the load end the host, this is what did it. */
  | {
      readonly type: 'reading'
      readonly file: string
      readonly path: string
      readonly hash: string | undefined
    }
  /** For each run: id, pause, time it took; one after the other. Few words, as there may be thousands a second. */
  | { readonly type: 'ran'; readonly version: string; readonly ends: number[] }
  /** All those of the recall that did not fail have started. */
  | { readonly type: 'recalled'; readonly callId: number }
  | { readonly type: 'done'; readonly id: number; readonly answer: HostAnswer }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure; readonly run: FailedRun }
  /** `id`: of the run that wrote it. `at`: ms since it was called. */
  | {
      readonly type: 'line'
      readonly id: number | undefined
      readonly level: HandlerLogLevel
      readonly text: string
      readonly at: number
    }
  | { readonly type: 'progress'; readonly id: number; readonly progress: HandlerProgress }
  | {
      readonly type: 'schedule'
      readonly id: number
      readonly callId: number
      readonly request: ScheduleRequest
    }

export type HostAnswer =
  | {
      readonly kind: 'try'
      readonly pauseMs: number
      readonly returned: string
      readonly loadMs: number
      readonly runMs: number
      readonly memoryBytes: number | undefined
    }
  | { readonly kind: 'check'; readonly loaded: LoadedScript }
  /** One entry a file, in the order asked. */
  | { readonly kind: 'inspect'; readonly problems: readonly (Failure | undefined)[] }
  | { readonly kind: 'check-text'; readonly problem: Failure | undefined }
  | { readonly kind: 'warm-up' }

const toHostTypes: ReadonlySet<unknown> = new Set<ToHost['type']>([
  'settings',
  'good',
  'broken',
  'request',
  'runs',
  'recall',
  'abort',
  'scheduled',
])
const fromHostTypes: ReadonlySet<unknown> = new Set<FromHost['type']>([
  'up',
  'ready',
  'good',
  'reading',
  'ran',
  'recalled',
  'done',
  'failed',
  'line',
  'progress',
  'schedule',
])

/** Both ends are built together: a known type is enough to tell a message from noise on the channel. */
const hasType = (value: unknown, types: ReadonlySet<unknown>): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && types.has(value.type)

export const isToHostBatch = (value: unknown): value is readonly ToHost[] =>
  Array.isArray(value) && value.every((item) => hasType(item, toHostTypes))

export const isFromHostBatch = (value: unknown): value is readonly FromHost[] =>
  Array.isArray(value) && value.every((item) => hasType(item, fromHostTypes))

export function packRun(id: number, run: HandlerRun): RunRow {
  const { argument, key, jobId, lane, behind, attempt, scheduledAt, backoffMs, mark = 0 } = run
  return [id, argument, key, jobId, lane, behind, attempt, scheduledAt, backoffMs, mark]
}

export function unpackRun(file: string, row: RunRow): RunRequest {
  const [, argument, key, jobId, lane, behind, attempt, scheduledAt, backoffMs, mark] = row
  return { file, argument, key, jobId, lane, behind, attempt, scheduledAt, backoffMs, mark }
}
