import { BrowserWindow, dialog } from 'electron'
import { saveWhole } from '../src/runtime'

/** A file that the operator may let be saved. */
export interface SavedFile {
  /** Suggested, with its ending. */
  readonly name: string
  readonly format: 'csv' | 'jsonl'
}

export interface SavedText extends SavedFile {
  /** Read only once a place was chosen. */
  readonly pieces: Iterable<string>
}

const FILTERS = { csv: 'CSV', jsonl: 'JSON Lines' } as const

/**
 * Asks where, and writes the file as a whole or not at all.
 * @returns its path; undefined where the operator thought better of it
 * @throws KeyholdError `file-not-saved`
 */
export async function saveAs({ pieces, ...file }: SavedText): Promise<string | undefined> {
  const path = await chooseFile(file)
  if (path !== undefined) await saveWhole(path, inTurns(pieces))
  return path
}

/** Asks where to save a file. @returns its path; undefined where the operator thought better of it */
export async function chooseFile({ name, format }: SavedFile): Promise<string | undefined> {
  const options = {
    defaultPath: name,
    filters: [{ name: FILTERS[format], extensions: [format] }],
  }
  const window = BrowserWindow.getAllWindows()[0]
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? undefined : filePath
}

/** Each piece is made in a turn of its own: others are answered in between. */
async function* inTurns(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    yield piece
    await new Promise((resolve) => setImmediate(resolve))
  }
}
