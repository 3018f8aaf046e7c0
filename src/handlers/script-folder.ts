import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { KeyholdError } from '../processor/errors'
import type { Failure } from './failure'
import { HandlerError } from './handler-error'
import { versionOf } from './script-version'

/** What can be known of a script without reading its language. */
export interface ScriptFile {
  readonly file: string
  readonly sizeBytes: number
  readonly modifiedAt: number
  readonly summary: string
  /** SHA-256 of the file's bytes, in hex. */
  readonly version: string
}

const isScript = (name: string): boolean =>
  /\.(js|mjs|ts)$/.test(name) && !name.endsWith('.d.ts') && !name.startsWith('.')

/**
 * Refuses what is no name of a script: a path would lead out of the folder.
 * @throws HandlerError `bad-script`
 */
export function assertScriptName(file: string): void {
  const refused = refusedName(file)
  if (refused) throw new HandlerError(refused)
}

/** @returns why it cannot be the name of a script, if it cannot */
export function refusedName(file: string): Failure | undefined {
  if (isScript(file) && !/[/\\\0]/.test(file)) return undefined
  return {
    code: 'bad-script',
    message: `"${file}" is not the name of a script.`,
    remedy: 'Name a .js, .mjs or .ts file of the handler folder.',
  }
}

/** The scripts of a folder, by name; none where it is missing. @throws KeyholdError `bad-folder` */
export async function listScripts(folder: string): Promise<readonly ScriptFile[]> {
  const names = await namesIn(folder)
  const scripts = await Promise.all(
    names
      .filter(isScript)
      .sort()
      .map((name) => describe(folder, name)),
  )
  return scripts.filter((script) => script !== undefined)
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw new KeyholdError(
      'bad-folder',
      `The handler folder ${folder} cannot be read.`,
      'Check that it is a folder and that you may read it.',
      { cause: error },
    )
  }
}

async function describe(folder: string, file: string): Promise<ScriptFile | undefined> {
  const path = join(folder, file)
  try {
    const { size, mtimeMs } = await stat(path)
    const bytes = await readFile(path)
    return {
      file,
      sizeBytes: size,
      modifiedAt: Math.round(mtimeMs),
      summary: summaryOf(bytes.toString('utf8')),
      version: versionOf(bytes),
    }
  } catch {
    // Gone since the folder was read, or a folder with a script's name.
    return undefined
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** The first comment line of a script: `// text`, or the first words inside a block comment. */
function summaryOf(text: string): string {
  const start = text
    .slice(0, 2_048)
    .replace(/^\uFEFF/, '')
    .replace(/^#!.*\n/, '')
  const found = /^\s*(?:\/\/+|\/\*+[\s*]*)[ \t]*([^\n*]*)/.exec(start)
  return (found?.[1] ?? '').trim().slice(0, 200)
}
