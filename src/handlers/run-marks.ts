import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Runs whose marks are kept: far more than are ever open at once, so that a newer one in its place tells enough. */
const PLACES = 65_536
/** Id of the run, and what became of it. */
const NUMBERS = 2
const BYTES = NUMBERS * 8
/** It ended with an error, of which a message tells more. */
const FAILED = Number.NaN

/** What a host's marks say of a run when the host has died. */
export type RunFate =
  | { readonly kind: 'not-started' }
  /** `startedAt`: ms since the epoch, where it is known. */
  | { readonly kind: 'lost'; readonly startedAt: number | undefined }
  | { readonly kind: 'ended'; readonly pauseMs: number }

/**
 * Marks the start and the end of each run in a file, by writes that are done when they return: what was written is
 * there when native code has ended the process. For a worker; all of a host write into one file.
 */
export class RunMarker {
  readonly #file: number
  readonly #numbers = new Float64Array(2 * NUMBERS)
  readonly #write = writeSync

  constructor(path: string) {
    this.#file = openSync(path, 'r+')
  }

  started(runId: number): void {
    this.#set(0, runId, -Date.now())
    this.#put(runId, 1)
  }

  /** @param next what has started since; undefined for nothing */
  ended(runId: number, pauseMs: number | undefined, next: number | undefined): void {
    this.#set(0, runId, pauseMs ?? FAILED)
    const isBeside = next === runId + 1 && next % PLACES !== 0
    if (isBeside) this.#set(1, next, -Date.now())
    this.#put(runId, isBeside ? 2 : 1)
    if (next !== undefined && !isBeside) this.started(next)
  }

  #set(record: number, runId: number, value: number): void {
    this.#numbers[record * NUMBERS] = runId
    this.#numbers[record * NUMBERS + 1] = value
  }

  #put(runId: number, records: number): void {
    this.#write(this.#file, this.#numbers, 0, records * BYTES, (runId % PLACES) * BYTES)
  }
}

/** The file of one host's marks, as its parent makes, reads and removes it. */
export class RunMarks {
  readonly path: string

  /** @throws where there is no place for a file */
  constructor() {
    this.path = join(mkdtempSync(join(tmpdir(), 'keyhold-runs-')), 'marks')
    writeFileSync(this.path, '')
  }

  /** Once the host has ended. @returns what became of a run that was sent to it */
  read(): (runId: number) => RunFate {
    const bytes = readFileSync(this.path)
    const numbers = new Float64Array(PLACES * NUMBERS)
    new Uint8Array(numbers.buffer).set(bytes.subarray(0, numbers.byteLength))
    return (runId) => {
      const place = (runId % PLACES) * NUMBERS
      const marked = numbers[place] ?? 0
      const value = numbers[place + 1] ?? FAILED
      if (marked < runId) return { kind: 'not-started' }
      if (marked > runId || Number.isNaN(value)) return { kind: 'lost', startedAt: undefined }
      return value < 0 ? { kind: 'lost', startedAt: -value } : { kind: 'ended', pauseMs: value }
    }
  }

  remove(): void {
    rmSync(dirname(this.path), { recursive: true, force: true })
  }
}

/** A marker for a file that may not be there: without one, what was sent to a host counts as started. */
export function openMarker(path: string | undefined): RunMarker | undefined {
  try {
    return path === undefined ? undefined : new RunMarker(path)
  } catch {
    return undefined
  }
}
