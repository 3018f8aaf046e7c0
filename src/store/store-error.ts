import { KeyholdError } from '../processor/errors'

export type StoreErrorCode =
  /** A newer version of the app wrote the file. */
  | 'store-newer'
  /** The file is damaged; it was kept aside. */
  | 'store-corrupt'
  | 'store-disk-full'
  | 'store-read-only'
  /** The folder is missing or may not be entered. */
  | 'store-no-access'
  /** Another process holds the file's lock. */
  | 'store-busy'
  /** More waits to be written than may be kept in memory. */
  | 'store-behind'
  | 'store-closed'
  /** A number of it is none: SQLite would refuse it, and all of its turn with it; or what it is about is not there. */
  | 'store-bad-record'
  /** It failed in a way that has no code of its own. */
  | 'store-failed'

/** An error of the job store, in a shape that crosses threads. */
export interface StoreFailure {
  readonly code: StoreErrorCode
  readonly message: string
  readonly remedy: string
}

export class StoreError extends KeyholdError {
  override readonly code: StoreErrorCode

  constructor({ code, message, remedy }: StoreFailure) {
    super(code, message, remedy)
    this.name = 'StoreError'
    this.code = code
  }
}

export const newerFile = (file: string, found: number, known: number): StoreFailure => ({
  code: 'store-newer',
  message: `The job store ${file} has version ${found}; this app knows versions up to ${known}.`,
  remedy: 'Start the newer version of the app, or move the file away. It was left as it is.',
})

export const corruptFile = (file: string, keptAs: string): StoreFailure => ({
  code: 'store-corrupt',
  message: `The job store ${file} is damaged. It was kept as ${keptAs}, and a new one was begun.`,
  remedy:
    'What it still holds can be read with the tools of SQLite. Jobs that an earlier run left in it are not taken up.',
})

export const storeBehind = (records: number): StoreFailure => ({
  code: 'store-behind',
  message: `The disk is too slow: ${records} records wait to be written, and no more are taken.`,
  remedy: 'Wait until the disk has caught up. Records that were refused are counted, and not in the history.',
})

export const badRecord = (member: string, value: number): StoreFailure => ({
  code: 'store-bad-record',
  message: `A record was not kept: its ${member} is ${value}.`,
  remedy: 'Report this as an error of the app.',
})

export const entryLost = (number: number): StoreFailure => ({
  code: 'store-corrupt',
  message: `The journal's entry ${number} was in a damaged file of the job store, which was kept aside.`,
  remedy: 'Schedule the job again.',
})

export const noSuchEntry = (run: number, number: number): StoreFailure => ({
  code: 'store-bad-record',
  message: `The journal has no entry ${number} of run ${run}.`,
  remedy: 'Report this as an error of the app.',
})

export const storeClosed: StoreFailure = {
  code: 'store-closed',
  message: 'The job store is closed.',
  remedy: 'Open the profile again.',
}

export const storeEnded = (why: string): StoreFailure => ({
  code: 'store-failed',
  message: `The thread of the job store ended: ${why}.`,
  remedy: 'Open the profile again. Records that were not acknowledged may be missing.',
})

/** Primary result codes of SQLite, and what they mean to an operator. */
const SQLITE = { BUSY: 5, READONLY: 8, CORRUPT: 11, FULL: 13, CANTOPEN: 14, NOTADB: 26 }

const MEANINGS: Readonly<Record<number, Omit<StoreFailure, 'message'> & { readonly words: string }>> = {
  [SQLITE.FULL]: {
    code: 'store-disk-full',
    words: 'The disk is full',
    remedy: 'Free some space. Records are written again as soon as there is some.',
  },
  [SQLITE.READONLY]: {
    code: 'store-read-only',
    words: 'The file or its folder is read-only',
    remedy: 'Let the user of this app write there, then open the profile again.',
  },
  [SQLITE.CANTOPEN]: {
    code: 'store-no-access',
    words: 'The file cannot be opened',
    remedy: 'Check that the folder exists and that the user of this app may write there.',
  },
  [SQLITE.BUSY]: {
    code: 'store-busy',
    words: 'Another process keeps the file locked',
    remedy: 'End the other process, or wait until it is done.',
  },
}

/** What SQLite, or the file system, threw. */
export function failureOf(error: unknown, file: string): StoreFailure {
  if (error instanceof StoreError) return { code: error.code, message: error.message, remedy: error.remedy }
  const meaning = MEANINGS[sqliteCodeOf(error) ?? 0]
  const detail = error instanceof Error ? error.message : String(error)
  if (meaning === undefined) {
    return {
      code: 'store-failed',
      message: `The job store ${file} failed: ${detail}.`,
      remedy: 'Look at the disk, then open the profile again.',
    }
  }
  const { code, words, remedy } = meaning
  return { code, message: `${words}: the job store ${file} (${detail}).`, remedy }
}

export const isCorruption = (error: unknown): boolean => {
  const code = sqliteCodeOf(error)
  return code === SQLITE.NOTADB || code === SQLITE.CORRUPT
}

/** What the file system refuses counts as SQLite's own. */
function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  // An extended code has the primary one in its lowest byte.
  if ('rawCode' in error && typeof error.rawCode === 'number') return error.rawCode & 0xff
  // The binding names the code of what fails while it opens a file in its sentence alone.
  const opening = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(error.message)?.[1]
  if (opening !== undefined) return Number(opening) & 0xff
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'ENOSPC') return SQLITE.FULL
  if (code === 'EROFS') return SQLITE.READONLY
  return ['EACCES', 'EISDIR', 'ENOTDIR'].includes(code) ? SQLITE.CANTOPEN : undefined
}
