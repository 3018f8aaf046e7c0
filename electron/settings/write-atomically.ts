import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Replaces a file as a whole: whoever reads it, and whatever is there after a power cut, has the old text or the
 * new one.
 * @throws the file system's error; the old file is then untouched
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const folder = dirname(file)
  const temporary = `${file}.${process.pid}.tmp`
  await mkdir(folder, { recursive: true })
  try {
    await writeThrough(temporary, text)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(folder)
}

async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the rename itself durable. Some systems cannot open a folder: there it is left to them. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // The file is in place all the same.
  }
}
