import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { KeyholdError } from '../../processor/errors'

/**
 * Writes a file as a whole or not at all: under another name first, and then to its place.
 * @param path absolute
 * @param pieces taken as fast as the disk takes them
 * @throws KeyholdError `file-not-saved`, or the one that `pieces` throws; the reason of `signal` once it is aborted
 */
export async function writeFileWhole(
  path: string,
  pieces: AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await pipeline(Readable.from(pieces), createWriteStream(temporary), { signal })
    signal?.throwIfAborted()
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    signal?.throwIfAborted()
    throw error instanceof KeyholdError ? error : notSaved(path, error)
  }
}

function notSaved(path: string, cause: unknown): KeyholdError {
  return new KeyholdError(
    'file-not-saved',
    `${path} could not be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
    'Choose a folder that you may write to and that has room.',
    { cause },
  )
}
