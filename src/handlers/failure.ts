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
  /** Taken back by `recall`: it was never called. */
  | 'recalled'
  /** The file is missing, does not parse, has bad options, or exports no default function. */
  | 'bad-script'

/** How a failure travels between worker, host and parent: data that every channel can carry. */
export interface Failure {
  readonly code: HandlerErrorCode
  /** One sentence. */
  readonly message: string
  /** What to do next, where the code alone does not tell. */
  readonly remedy?: string
  /** Frames in the user's own files, one a line. */
  readonly stack?: string
  /** Where in the script it is, from 1. */
  readonly line?: number
  readonly column?: number
}
