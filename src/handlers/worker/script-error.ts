import type { Failure } from '../failure'
import type { BrokenFile } from '../worker-protocol'

/** A script that cannot be loaded, for a reason its writer can see to. */
export class ScriptError extends Error {
  readonly failure: Failure
  readonly broken: BrokenFile | undefined

  constructor(message: string, more: Partial<Failure> & { readonly broken?: BrokenFile } = {}) {
    super(message)
    const { broken, ...rest } = more
    this.failure = { ...rest, code: 'bad-script', message }
    this.broken = broken
  }
}
