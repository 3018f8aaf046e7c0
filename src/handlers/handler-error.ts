import { KeyholdError } from '../processor/errors'
import type { HandlerErrorCode } from './handler-runner'

/** How a failure travels between worker, host and parent: data that every channel can carry. */
export interface Failure {
  readonly code: HandlerErrorCode
  /** One sentence. */
  readonly message: string
  /** What to do next, where the code alone does not tell. */
  readonly remedy?: string
  /** Frames in the user's own files, one a line. */
  readonly stack?: string
}

/** A run, or a check, of a script that failed. */
export class HandlerError extends KeyholdError {
  override readonly code: HandlerErrorCode
  /** Frames in the user's own files, one a line; empty where the script did not throw. */
  readonly scriptStack: string

  constructor(failure: Failure) {
    super(failure.code, failure.message, failure.remedy ?? remedyFor(failure.code))
    this.name = 'HandlerError'
    this.code = failure.code
    this.scriptStack = failure.stack ?? ''
  }
}

function remedyFor(code: HandlerErrorCode): string {
  switch (code) {
    case 'timeout':
      return 'Let the handler end sooner or give up when context.signal aborts, or raise the time limit.'
    case 'out-of-memory':
      return 'Let the handler keep less in memory at once, or raise the memory limit.'
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
    case 'bad-script':
      return 'Repair the script and save it: the next job takes the new text.'
  }
}
