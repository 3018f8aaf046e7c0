import { join } from 'node:path'
import type { GoodScript } from '../host-protocol'
import type { ScriptSources, SourceAnswer } from './script-sources'

/** Where a worker gets the texts of a script and of what it imports. */
export interface ScriptText {
  readonly file: string
  /** Absolute path of the script. */
  readonly path: string
  read(path: string): Promise<SourceAnswer>
}

/** As it is on the disk. */
export function textOnDisk(folder: string, file: string, sources: ScriptSources): ScriptText {
  return { file, path: join(folder, file), read: (path) => sources.read(path) }
}

/** As it was when it loaded; what it did not read then comes from the disk. */
export function textThatLoaded(folder: string, good: GoodScript, sources: ScriptSources): ScriptText {
  const known = new Map(good.sources.map((source) => [source.path, source]))
  return {
    file: good.file,
    path: join(folder, good.file),
    async read(path) {
      const source = known.get(path)
      return source ? { ok: true, ...source } : sources.read(path)
    },
  }
}

/** One that need not be on the disk; what it imports comes from there. */
export function textGiven(folder: string, file: string, text: string, sources: ScriptSources): ScriptText {
  const path = join(folder, file)
  return {
    file,
    path,
    read: (wanted) => (wanted === path ? sources.readText(path, text) : sources.read(wanted)),
  }
}
