import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CONTEXT_TYPES_FILE, CONTEXT_TYPES_HEADER, contextTypes } from './context-types'

/**
 * Puts the types beside the scripts of a folder, and puts newer ones over older ones. A file of that name which
 * does not begin with our header is the user's own, and stays.
 */
export async function writeContextTypes(folder: string): Promise<void> {
  const path = join(folder, CONTEXT_TYPES_FILE)
  const text = contextTypes()
  const present = await readIfThere(path)
  const isOurs = present === undefined || present.startsWith(CONTEXT_TYPES_HEADER)
  if (isOurs && present !== text) await writeFile(path, text)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
