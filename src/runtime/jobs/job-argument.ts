import { LIMITS } from '../../contract/limits'
import { KeyholdError } from '../../processor/errors'

/**
 * Judges the argument of a job before anything else is done with it.
 * @param text JSON text of at most 1 MiB of UTF-8
 * @throws KeyholdError `argument-too-large`, `bad-argument`
 */
export function checkArgument(text: string): void {
  const size = Buffer.byteLength(text)
  if (size > LIMITS.argumentBytes) {
    throw new KeyholdError(
      'argument-too-large',
      `The argument has ${size.toLocaleString('en-US')} bytes; at most ${LIMITS.argumentBytes.toLocaleString('en-US')} are taken.`,
      'Store the data elsewhere and pass where it is.',
    )
  }
  try {
    JSON.parse(text)
  } catch (error) {
    throw new KeyholdError(
      'bad-argument',
      `The argument is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      'Write a JSON value: text in double quotes, no comma after the last entry, null for nothing.',
      { cause: error },
    )
  }
}
