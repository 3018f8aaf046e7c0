import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A text file of bounded size: when it is full it becomes `<file>.1` (the one before is dropped) and a new one
 * begins. Writes are synchronous, so that the last line before a crash is there; a disk that is full or gone
 * loses lines, never the app.
 */
export class BoundedLogFile {
  readonly #file: string
  readonly #maxBytes: number
  #descriptor: number | undefined
  #bytes = 0

  /** @param maxBytes size of one file; twice that is the most that is kept */
  constructor(file: string, maxBytes: number) {
    this.#file = file
    this.#maxBytes = maxBytes
    try {
      mkdirSync(dirname(file), { recursive: true })
      this.#open()
    } catch {
      this.#descriptor = undefined
    }
  }

  write(line: string): void {
    if (this.#descriptor === undefined) return
    try {
      const size = Buffer.byteLength(line)
      if (this.#bytes > 0 && this.#bytes + size > this.#maxBytes) this.#turnOver()
      writeSync(this.#descriptor, line)
      this.#bytes += size
    } catch {
      // Nowhere to say it.
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return
    closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #open(): void {
    const descriptor = openSync(this.#file, 'a', 0o600)
    this.#descriptor = descriptor
    this.#bytes = fstatSync(descriptor).size
  }

  #turnOver(): void {
    this.close()
    renameSync(this.#file, `${this.#file}.1`)
    this.#open()
  }
}
