/** Codes of the errors that the library raises. An application may add codes of its own. */
export type LibraryErrorCode =
  | 'bad-key'
  | 'bad-backoff'
  | 'bad-capacity'
  | 'bad-option'
  | 'bad-pause'
  | 'bad-generation'
  | 'generation-changed'
  | 'generation-missing'
  | 'bump-unknown'
  | 'no-answer'
  | 'redis-error'
  | 'stopped'

/**
 * An error an operator can act on: what happened (message), in which class of cases it falls (code), and what
 * to do next (remedy).
 */
export class KeyholdError extends Error {
  readonly code: string
  readonly remedy: string
  /** A line that the operator can run as it stands, where the remedy is one. */
  readonly command: string | undefined

  /**
   * @param code a stable identifier, kebab-case
   * @param message one sentence: what happened
   * @param remedy one sentence: what to do next
   */
  constructor(
    code: string,
    message: string,
    remedy: string,
    options?: { readonly cause?: unknown; readonly command?: string | undefined },
  ) {
    super(message, options)
    this.name = 'KeyholdError'
    this.code = code
    this.remedy = remedy
    this.command = options?.command
  }
}
