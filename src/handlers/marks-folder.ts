import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { processIdentity } from './process-identity'

const HOST_FILE = 'host'

/** What one host left in a folder of marks. */
export interface LeftFolder {
  readonly path: string
  /** Of the app's instance that launched the host. */
  readonly name: string
  readonly pid: number
  /** Tells the host from any later process of its id; undefined where that is not known. */
  readonly identity: string | undefined
}

/** How a host's own folder begins: what is random about it comes behind. */
export const leftPlace = (folder: string, name: string, pid: number): string =>
  join(folder, `${encodeURIComponent(name)}.${pid}.`)

/** Writes down which process it is, before it is told of any run. */
export function noteHost(path: string, pid: number): void {
  writeFileSync(join(path, HOST_FILE), processIdentity(pid) ?? '')
}

/** What hosts left in a folder, which may not be there. Anything else in it is passed over. */
export function leftFolders(folder: string): LeftFolder[] {
  return namesIn(folder).flatMap((entry) => {
    const [, name, pid] = /^(.+)\.([1-9]\d*)\.[^.]+$/.exec(entry) ?? []
    const path = join(folder, entry)
    if (name === undefined || pid === undefined) return []
    return [{ path, name: decoded(name), pid: Number(pid), identity: identityIn(path) }]
  })
}

/** @throws where the folder is there and cannot be read */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return basename(name)
  }
}

function identityIn(path: string): string | undefined {
  try {
    return readFileSync(join(path, HOST_FILE), 'utf8') || undefined
  } catch {
    return undefined
  }
}
