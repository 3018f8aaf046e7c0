import type { KeyholdError } from '../processor/errors'

/** Why a run of a script failed; the `code` of the KeyholdError that `run` rejects with. */
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
  readonly modifiedAt: number
  /** First comment line. */
  readonly summary: string
  /** Set where the script cannot be used: it does not parse, or exports no default function. */
  readonly problem: KeyholdError | undefined
}

/** Runs the scripts of one folder in worker threads of a host process. */
export interface HandlerRunner {
  readonly folder: string
  /** Usable and broken scripts (.js, .mjs, .ts), by name. */
  list(): Promise<readonly ScriptInfo[]>
  /** Checks one script without running its function. @throws KeyholdError `bad-script` */
  check(file: string): Promise<void>
  /**
   * Runs the script's default function once, with its text of now.
   * @returns the pause it answered, ms
   * @throws KeyholdError with a HandlerErrorCode
   */
  run(run: HandlerRun): Promise<number>
  /** Process id of the host; undefined while none runs. */
  hostPid(): number | undefined
  /** Calls back (coalesced) when files of the folder changed. @returns unsubscribes */
  watch(listener: () => void): () => void
  /** Aborts what runs and ends the host. No process is left when it resolves. */
  close(): Promise<void>
}
