import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KeyholdError } from '../processor/errors'
import { writeContextTypes } from './context-types-file'
import crash from './samples/crash.js?raw'
import echo from './samples/echo.js?raw'
import flaky from './samples/flaky.js?raw'
import httpGet from './samples/http-get.js?raw'
import wait from './samples/wait.js?raw'

const samples: Readonly<Record<string, string>> = {
  'crash.js': crash,
  'echo.js': echo,
  'flaky.js': flaky,
  'http-get.js': httpGet,
  'wait.js': wait,
}

/** Names the samples that were copied before: one that the user deleted does not come back. */
const MARKER = '.keyhold-samples'

/**
 * Puts the sample scripts into a handler folder, each once, never over a file of the user, and beside them the types
 * that scripts import. Makes the folder where it is missing.
 * @throws KeyholdError `bad-folder`
 */
export async function copySamples(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await writeContextTypes(folder)
    const copied = await copiedBefore(folder)
    const missing = Object.entries(samples).filter(([name]) => !copied.has(name))
    if (missing.length === 0) return
    for (const [name, text] of missing) await writeNew(join(folder, name), text)
    await writeFile(join(folder, MARKER), `${Object.keys(samples).join('\n')}\n`)
  } catch (error) {
    throw new KeyholdError(
      'bad-folder',
      `The sample handlers could not be copied to ${folder}.`,
      'Check that it is a folder and that you may write to it.',
      { cause: error },
    )
  }
}

async function copiedBefore(folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set((await readFile(join(folder, MARKER), 'utf8')).split('\n'))
  } catch {
    return new Set()
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!isThere) throw error
  }
}
