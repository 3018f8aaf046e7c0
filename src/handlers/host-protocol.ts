import type { Failure } from './handler-error'
import type { HandlerLogLine } from './handler-runner'

// Parent and host exchange arrays of these messages: what happened in one turn of the event loop travels once.

export interface HostSettings {
  readonly folder: string
  readonly timeoutMs: number
  readonly loadTimeoutMs: number
  readonly graceMs: number
  readonly memoryMb: number
  readonly jobsPerWorker: number
}

/** A run as it crosses to the host: the signal stays behind. */
export interface RunRequest {
  readonly kind: 'run'
  readonly file: string
  readonly argument: string
  readonly key: string
  readonly jobId: number
}

export type HostRequest =
  | RunRequest
  /** Load the script; do not call it. */
  | { readonly kind: 'check'; readonly file: string }
  /** Parse the scripts; evaluate nothing. */
  | { readonly kind: 'inspect'; readonly files: readonly string[] }
  | { readonly kind: 'warm-up' }

export type ToHost =
  | { readonly type: 'settings'; readonly settings: HostSettings }
  | { readonly type: 'request'; readonly id: number; readonly request: HostRequest }
  /** Call the function of a run that was `ready`. */
  | { readonly type: 'go'; readonly id: number }
  | { readonly type: 'abort'; readonly id: number }

/**
 * A run is called at most once. One that finds a loaded worker is called as it arrives. Else the host answers
 * `deferred`, and `ready` once its script is loaded; then the parent says `go`. So when the host dies, the parent
 * knows of each run whether it may have been called.
 */
export type FromHost =
  | { readonly type: 'up' }
  | { readonly type: 'deferred'; readonly id: number }
  | { readonly type: 'ready'; readonly id: number }
  | { readonly type: 'done'; readonly id: number; readonly answer: HostAnswer }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'line'; readonly line: HandlerLogLine }

export type HostAnswer =
  | { readonly kind: 'run'; readonly pauseMs: number }
  | { readonly kind: 'check' }
  /** One entry a file, in the order asked. */
  | { readonly kind: 'inspect'; readonly problems: readonly (Failure | undefined)[] }
  | { readonly kind: 'warm-up' }

const toHostTypes: ReadonlySet<unknown> = new Set<ToHost['type']>(['settings', 'request', 'go', 'abort'])
const fromHostTypes: ReadonlySet<unknown> = new Set<FromHost['type']>([
  'up',
  'deferred',
  'ready',
  'done',
  'failed',
  'line',
])

/** Both ends are built together: a known type is enough to tell a message from noise on the channel. */
const hasType = (value: unknown, types: ReadonlySet<unknown>): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && types.has(value.type)

export const isToHostBatch = (value: unknown): value is readonly ToHost[] =>
  Array.isArray(value) && value.every((item) => hasType(item, toHostTypes))

export const isFromHostBatch = (value: unknown): value is readonly FromHost[] =>
  Array.isArray(value) && value.every((item) => hasType(item, fromHostTypes))
