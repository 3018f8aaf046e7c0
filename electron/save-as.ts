import { BrowserWindow, dialog } from 'electron'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { KeyholdError } from '../src/runtime'

/** A file that the operator may let be saved. */
export interface SavedText {
  /** Suggested, with its ending. */
  readonly name: string
  readonly format: 'csv' | 'jsonl'
  /** Read only once a place was chosen. */
  readonly pieces: Iterable<string>
}

const FILTERS = { csv: 'CSV', jsonl: 'JSON Lines' } as const

/**
 * Asks where, and writes the file as a whole or not at all.
 * @returns its path; undefined where the operator thought better of it
 * @throws KeyholdError `file-not-saved`
 */
export async function saveAs({ name, format, pieces }: SavedText): Promise<string | undefined> {
  const options = {
    defaultPath: name,
    filters: [{ name: FILTERS[format], extensions: [format] }],
  }
  const window = BrowserWindow.getAllWindows()[0]
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  if (canceled || filePath === '') return undefined
  await write(filePath, pieces)
  return filePath
}

async function write(path: string, pieces: Iterable<string>): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await pipeline(Readable.from(inTurns(pieces)), createWriteStream(temporary))
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw new KeyholdError(
      'file-not-saved',
      `${path} could not be written: ${error instanceof Error ? error.message : String(error)}.`,
      'Choose a folder that you may write to and that has room.',
      { cause: error },
    )
  }
}

/** Each piece is made in a turn of its own: others are answered in between. */
async function* inTurns(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    yield piece
    await new Promise((resolve) => setImmediate(resolve))
  }
}
