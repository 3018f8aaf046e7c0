import { statSync, watch, type FSWatcher } from 'node:fs'

/** An editor's save is several events; they count once. */
const COALESCE_MS = 100
/** How often a folder that is not there is looked for. */
const RETRY_MS = 1_000

/**
 * Calls `listener` (coalesced) when something in a folder changed. Lives on when the folder vanishes, and reports
 * its return. Keeps no process alive.
 * @returns ends the watch
 */
export function watchFolder(folder: string, listener: () => void): () => void {
  const watching = new FolderWatch(folder, listener)
  return () => watching.close()
}

class FolderWatch {
  readonly #folder: string
  readonly #listener: () => void
  #watcher: FSWatcher | undefined
  /** The watched folder's identity: one of the same name made later is another. Undefined while there is none. */
  #inode: number | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(folder: string, listener: () => void) {
    this.#folder = folder
    this.#listener = listener
    this.#follow()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#watcher?.close()
  }

  /** Watches the folder that has the name now. */
  #follow(): void {
    const inode = inodeOf(this.#folder)
    if (inode !== this.#inode || this.#watcher === undefined) {
      this.#watcher?.close()
      this.#watcher = inode === undefined ? undefined : this.#watch()
      this.#inode = this.#watcher && inode
    }
    if (this.#watcher === undefined) this.#lookIn(RETRY_MS)
  }

  #watch(): FSWatcher | undefined {
    try {
      const watcher = watch(this.#folder, { persistent: false }, () => this.#lookIn(COALESCE_MS))
      watcher.on('error', () => {
        if (this.#watcher === watcher) this.#watcher = undefined
        watcher.close()
        this.#lookIn(COALESCE_MS)
      })
      return watcher
    } catch {
      // Gone since it was found, or the system has no watch left: looked for again.
      return undefined
    }
  }

  #lookIn(delayMs: number): void {
    if (this.#closed || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      const before = this.#inode
      this.#follow()
      // A folder that is still missing is no news.
      if (before !== undefined || this.#inode !== undefined) this.#listener()
    }, delayMs)
    this.#timer.unref()
  }
}

function inodeOf(folder: string): number | undefined {
  try {
    const found = statSync(folder)
    return found.isDirectory() ? found.ino : undefined
  } catch {
    return undefined
  }
}
