import type { ErrorEnvelope } from '../../../../../src/contract/errors'

/** Why a whole text cannot be read: told before anything is mapped. */
export class ImportFault extends Error {
  readonly envelope: ErrorEnvelope

  constructor(code: string, message: string, remedy: string) {
    super(message)
    this.name = 'ImportFault'
    this.envelope = { code, message, remedy }
  }
}
