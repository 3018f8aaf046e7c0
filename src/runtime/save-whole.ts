import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { KeyholdError } from '../processor/errors'

/**
 * Writes a file as a whole or not at all: under another name until its end, and no faster than the disk takes it.
 * @throws KeyholdError `file-not-saved`; what the pieces throw; the reason of `signal`
 */
export async function saveWhole(
  path: string,
  pieces: AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await pipeline(Readable.from(pieces), createWriteStream(temporary), signal ? { signal } : {})
    signal?.throwIfAborted()
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    if (signal?.aborted === true || error instanceof KeyholdError) throw error
    throw new KeyholdError(
      'file-not-saved',
      `${path} could not be written: ${error instanceof Error ? error.message : String(error)}.`,
      'Choose a folder that you may write to and that has room.',
      { cause: error },
    )
  }
}
