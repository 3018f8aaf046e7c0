import { BrowserWindow, dialog } from 'electron'
import type { ExportFormat } from '../src/contract/exports'
import { writeFileWhole } from '../src/runtime'

/** A file whose place the operator is asked for. */
export interface WantedFile {
  /** Suggested, with its ending. */
  readonly name: string
  readonly format: ExportFormat
}

/** A file that the operator may let be saved. */
export interface SavedText extends WantedFile {
  /** Read only once a place was chosen. */
  readonly pieces: Iterable<string>
}

const FILTERS = { csv: 'CSV', jsonl: 'JSON Lines' } as const

/**
 * Asks where.
 * @returns an absolute path, which the operator lets be replaced; undefined where they thought better of it
 */
export async function chooseFile({ name, format }: WantedFile): Promise<string | undefined> {
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

/**
 * Asks where, and writes the file as a whole or not at all.
 * @returns its path; undefined where the operator thought better of it
 * @throws KeyholdError `file-not-saved`
 */
export async function saveAs({ pieces, ...file }: SavedText): Promise<string | undefined> {
  const path = await chooseFile(file)
  if (path !== undefined) await writeFileWhole(path, inTurns(pieces))
  return path
}

/** Each piece is made in a turn of its own: others are answered in between. */
async function* inTurns(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    yield piece
    await new Promise((resolve) => setImmediate(resolve))
  }
}
