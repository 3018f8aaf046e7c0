import type { KeyholdError } from '../processor/errors'
import type { HostLauncher } from './host-launcher'

/** Why a run of a script failed; the `code` of the HandlerError that `run` rejects with. */
export type HandlerErrorCode =
  /** The time limit passed. */
  | 'timeout'
  | 'out-of-memory'
  /** The script ended its worker (`process.exit`). */
  | 'exited'
  /** The host process died under it (native crash, abort). */
  | 'crashed'
  | 'threw'
  /** It returned something that is no pause. */
  | 'bad-result'
  /** Aborted by a cancel or by the stop. */
  | 'aborted'
  /** The file is missing, does not parse, or exports no default function. */
  | 'bad-script'

export interface HandlerRun {
  /** File name in the folder. */
  readonly file: string
  /** JSON text; parsed anew for this run, in the worker. */
  readonly argument: string
  readonly key: string
  readonly jobId: number
  readonly signal: AbortSignal
}

export interface ScriptInfo {
  readonly file: string
  readonly sizeBytes: number
  /** Ms since the epoch. */
  readonly modifiedAt: number
  /** First comment line. */
  readonly summary: string
  /**
   * Set where the script cannot be used: it does not parse, or exports no default. Found without running it, so
   * what only its run shows (a default that is no function, a missing package) is left to `check`.
   */
  readonly problem: KeyholdError | undefined
}

/** A line that a handler logged, by `context.log` or `console`, or that the host wrote while it died. */
export interface HandlerLogLine {
  readonly level: HandlerLogLevel
  readonly text: string
  /** Undefined for a line that belongs to no run. */
  readonly run: { readonly file: string; readonly key: string; readonly jobId: number } | undefined
}

export type HandlerLogLevel = 'info' | 'warn' | 'error'

export interface HandlerRunnerOptions {
  readonly launcher: HostLauncher
  /** Absolute path. */
  readonly folder: string
  /** Time limit of a run, ms, 1 … 24 h. Default 60,000. At the limit `context.signal` aborts. */
  readonly timeoutMs?: number
  /** Time limit of loading a script, its worker's start included; ms, 1 … 24 h. Default 15,000. */
  readonly loadTimeoutMs?: number
  /** How long an aborted run may take to end by itself; ms, 0 … 1 h. Default 5,000. */
  readonly graceMs?: number
  /** Heap of a worker, MiB, 16 … 16,384. Default 128. Its buffers may take as much again. */
  readonly memoryMb?: number
  /** Jobs after which a worker gives way to a fresh one: what scripts leak ends with it. Default 500. */
  readonly jobsPerWorker?: number
  readonly log?: (line: HandlerLogLine) => void
}

/** Runs the scripts of one folder in worker threads of a host process. */
export interface HandlerRunner {
  readonly folder: string
  /**
   * Usable and broken scripts (.js, .mjs, .ts), by name; none where the folder is missing. Starts the host.
   * @throws KeyholdError `bad-folder`
   */
  list(): Promise<readonly ScriptInfo[]>
  /** Loads one script without calling its function. @throws HandlerError `bad-script`, or as `run` */
  check(file: string): Promise<void>
  /**
   * Runs the script's default function once, with its text of now.
   * @returns the pause it answered, ms
   * @throws HandlerError with a HandlerErrorCode
   */
  run(run: HandlerRun): Promise<number>
  /** Starts the host and a first worker, so that the first run does not wait for them. Never rejects. */
  warmUp(): Promise<void>
  /** Process id of the host; undefined while none runs. */
  hostPid(): number | undefined
  /** Calls back (coalesced) when files of the folder changed. @returns unsubscribes */
  watch(listener: () => void): () => void
  /** Aborts what runs and ends the host. No process is left when it resolves. */
  close(): Promise<void>
}
