import { closeSync, existsSync, openSync, readSync, renameSync } from 'node:fs'
import Database from 'libsql'
import { corruptFile, isCorruption, newerFile, StoreError, type StoreFailure } from '../store-error'
import type { StoreBirth } from '../store-protocol'
import { KNOWN_VERSION, migrate } from './migrations'
import type { Connection } from './transaction'

/** How long another process may keep the file's lock. */
const LOCK_WAIT_MS = 5_000

export interface OpenedFile {
  readonly db: Connection
  /** Set where a damaged file was found: what happened to it. */
  readonly damage?: StoreFailure | undefined
}

/**
 * Opens the file, makes it where there is none, and brings it to the newest version.
 *
 * @throws StoreError `store-newer`: a newer app wrote it; not a byte of it has changed
 */
export function openFile(birth: StoreBirth): OpenedFile {
  try {
    return { db: openSound(birth) }
  } catch (error) {
    if (!isCorruption(error)) throw error
    const damage = keepAside(birth.file)
    return { db: openSound(birth), damage }
  }
}

/** Renames a damaged file, its log with it: never over what is there already. */
export function keepAside(file: string): StoreFailure {
  const keptAs = freeName(`${file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`)
  for (const suffix of SUFFIXES) {
    if (existsSync(file + suffix)) renameSync(file + suffix, keptAs + suffix)
  }
  return corruptFile(file, keptAs)
}

const SUFFIXES = ['', '-wal', '-shm', '-journal']

function freeName(wanted: string): string {
  let name = wanted
  for (let count = 2; SUFFIXES.some((suffix) => existsSync(name + suffix)); count += 1)
    name = `${wanted}-${count}`
  return name
}

function openSound({ file, durability }: StoreBirth): Connection {
  const version = versionOf(file)
  if (version > KNOWN_VERSION) throw new StoreError(newerFile(file, version, KNOWN_VERSION))
  const db = new Database(file, { timeout: LOCK_WAIT_MS })
  try {
    // A version is changed with a rollback journal: then the file's own header tells its version whenever the
    // process ends, and an older app sees without opening it that the file is too new for it.
    if (version < KNOWN_VERSION) {
      db.exec('PRAGMA journal_mode = DELETE')
      migrate(db, version)
    }
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability.toUpperCase()}`)
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\0'
const VERSION_OFFSET = 60

/**
 * The version in the header, read without SQLite, which would change the file: closing folds its log in.
 * @returns 0 for a file that is not there or has no header
 */
function versionOf(file: string): number {
  if (!existsSync(file)) return 0
  const header = Buffer.alloc(HEADER_BYTES)
  const descriptor = openSync(file, 'r')
  try {
    const read = readSync(descriptor, header, 0, HEADER_BYTES, 0)
    const isDatabase = read === HEADER_BYTES && header.toString('latin1', 0, MAGIC.length) === MAGIC
    return isDatabase ? header.readInt32BE(VERSION_OFFSET) : 0
  } finally {
    closeSync(descriptor)
  }
}
