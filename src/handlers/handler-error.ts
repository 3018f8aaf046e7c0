import { KeyholdError } from '../processor/errors'
import type { Failure, HandlerErrorCode } from './failure'

/** What is known of the run that failed. */
export interface FailedRun {
  /** The text that ran. */
  readonly version?: string | undefined
  readonly runMs?: number | undefined
  /** True where the handler was not called. */
  readonly notStarted?: boolean | undefined
  readonly retryDelayMs?: number | undefined
  readonly loadMs?: number | undefined
  readonly memoryBytes?: number | undefined
}

/** A run, or a check, of a script that failed. */
export class HandlerError extends KeyholdError {
  override readonly code: HandlerErrorCode
  /** Frames in the user's own files, one a line; empty where the script did not throw. */
  readonly scriptStack: string
  /** Where in the script it is, from 1. */
  readonly line: number | undefined
  readonly column: number | undefined
  /** The text that ran; undefined where none did. */
  readonly version: string | undefined
  /** 0 where the handler was not called. */
  readonly runMs: number
  /** The handler was never called. */
  readonly notStarted: boolean
  /** The wait before the next attempt; undefined where the script's options allow none after this failure. */
  readonly retryDelayMs: number | undefined
  /** Of a try. */
  readonly loadMs: number | undefined
  readonly memoryBytes: number | undefined

  constructor(failure: Failure, run: FailedRun = {}) {
    super(failure.code, failure.message, failure.remedy ?? remedyFor(failure.code))
    this.name = 'HandlerError'
    this.code = failure.code
    this.scriptStack = failure.stack ?? ''
    this.line = failure.line
    this.column = failure.column
    this.version = run.version
    this.runMs = run.runMs ?? 0
    this.notStarted = run.notStarted ?? run.version === undefined
    this.retryDelayMs = run.retryDelayMs
    this.loadMs = run.loadMs
    this.memoryBytes = run.memoryBytes
  }
}

function remedyFor(code: HandlerErrorCode): string {
  switch (code) {
    case 'timeout':
      return 'Let the handler end sooner or give up when context.signal aborts, or raise options.timeoutMs.'
    case 'out-of-memory':
      return 'Let the handler keep less in memory at once, or raise options.memoryMb.'
    case 'exited':
      return 'Return from the handler, or throw, instead of calling process.exit().'
    case 'crashed':
      return 'Look for native code or process.abort() in the handler; a new host has taken over.'
    case 'threw':
      return 'Read the stack: it names the lines of the handler.'
    case 'bad-result':
      return 'Return a number of milliseconds from 0 to 86400000, or nothing.'
    case 'aborted':
      return 'Schedule the job again if it still has to run.'
    case 'recalled':
      return 'It runs when its turn comes again.'
    case 'bad-script':
      return 'Repair the script and save it: the next job takes the new text.'
  }
}
