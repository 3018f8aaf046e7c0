import type { Failure } from './handler-error'
import type { HandlerLogLevel } from './handler-runner'

/** What a worker thread is told. It does one thing (`load`, `run`) at a time. */
export type ToWorker =
  | { readonly type: 'load'; readonly path: string }
  | { readonly type: 'run'; readonly runId: number; readonly argument: string; readonly key: string }
  | { readonly type: 'abort'; readonly runId: number }
  /** The answer to `source-wanted`. */
  | { readonly type: 'source'; readonly path: string; readonly text: string }
  | { readonly type: 'no-source'; readonly path: string; readonly failure: Failure }
  /** Parse the text; evaluate nothing. */
  | { readonly type: 'parse'; readonly questionId: number; readonly path: string; readonly text: string }
  | { readonly type: 'measure'; readonly questionId: number }

export type FromWorker =
  | { readonly type: 'loaded' }
  /** `brokenPath`: the file that V8 could not parse. */
  | { readonly type: 'not-loaded'; readonly failure: Failure; readonly brokenPath: string | undefined }
  | { readonly type: 'ended'; readonly runId: number; readonly pauseMs: number }
  | { readonly type: 'failed'; readonly runId: number; readonly failure: Failure }
  /** Thrown outside of any run's own promise: in a timer, or a rejection that nobody handled. */
  | { readonly type: 'stray'; readonly failure: Failure }
  | { readonly type: 'line'; readonly level: HandlerLogLevel; readonly text: string }
  | { readonly type: 'source-wanted'; readonly path: string }
  | { readonly type: 'parsed'; readonly questionId: number; readonly problem: string | undefined }
  | { readonly type: 'measured'; readonly questionId: number; readonly bufferBytes: number }

const fromWorkerTypes: ReadonlySet<unknown> = new Set<FromWorker['type']>([
  'loaded',
  'not-loaded',
  'ended',
  'failed',
  'stray',
  'line',
  'source-wanted',
  'parsed',
  'measured',
])

/** Scripts can reach their worker's port and post noise; what looks like a message can only harm their own run. */
export function isFromWorker(value: unknown): value is FromWorker {
  return typeof value === 'object' && value !== null && 'type' in value && fromWorkerTypes.has(value.type)
}
