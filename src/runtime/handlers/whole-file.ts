import { randomUUID } from 'node:crypto'
import { chmod, lstat, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

// Whoever reads a script, the host foremost, sees the text before or the text after, never a part of one.

/**
 * Replaces a file as a whole; its permissions stay.
 * @throws the file system's error; the old file is then untouched
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const { mode } = await lstat(path)
  await withTemporary(path, text, async (temporary) => {
    await chmod(temporary, mode & 0o777)
    await rename(temporary, path)
  })
}

/**
 * Makes a file, never over another one.
 * @throws the file system's error; `EEXIST` where one is there
 */
export async function makeFile(path: string, text: string): Promise<void> {
  await withTemporary(path, text, async (temporary) => {
    await takeName(path)
    await orFree(path, rename(temporary, path))
  })
}

/**
 * Gives a file another name, never that of another file. A name that differs in case alone is the same file on
 * some systems: it is changed all the same.
 * @throws the file system's error; `EEXIST` where the name is taken
 */
export async function moveFile(from: string, to: string): Promise<void> {
  if (await isSameFile(from, to)) {
    await rename(from, to)
    return
  }
  await lstat(from)
  await takeName(to)
  await orFree(to, rename(from, to))
}

async function withTemporary(
  path: string,
  text: string,
  put: (temporary: string) => Promise<void>,
): Promise<void> {
  // Hidden, so that no list shows it; beside the file, so that it is one step to its place.
  const temporary = join(dirname(path), `.keyhold-${randomUUID()}.tmp`)
  try {
    await writeThrough(temporary, text)
    await put(temporary)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** An empty file that is put there only where none is: a rename by itself asks nobody. */
async function takeName(path: string): Promise<void> {
  await (await open(path, 'wx')).close()
}

async function orFree(path: string, work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  if (one === other || one.toLowerCase() !== other.toLowerCase()) return one === other
  const [a, b] = await Promise.all([one, other].map((path) => lstat(path).catch(() => undefined)))
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}
