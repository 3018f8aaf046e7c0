import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { leftPlace, noteHost } from './marks-folder'

/** Runs whose marks are kept. No two runs that are open at once share a place (`run-ids.ts`). */
export const PLACES = 65_536
/** Id of the run, what became of it, and the caller's number for its job. */
const NUMBERS = 3
const BYTES = NUMBERS * 8
/** A process that is killed while it writes may leave a write half done where a page ends: no record lies across. */
const PAGE_BYTES = 4_096
const RECORDS_PER_PAGE = Math.floor(PAGE_BYTES / BYTES)
const FILE_BYTES = Math.ceil(PLACES / RECORDS_PER_PAGE) * PAGE_BYTES
/** It ended with an error, of which a message tells more. */
const FAILED = Number.NaN

/** What a host's marks say of a run when the host has died. */
export type RunFate =
  | { readonly kind: 'not-started' }
  /** `startedAt`: ms since the epoch, where it is known. */
  | { readonly kind: 'lost'; readonly startedAt: number | undefined }
  | { readonly kind: 'ended'; readonly pauseMs: number }

export interface MarkedRun {
  readonly runId: number
  /** The caller's number for its job; 0: none. */
  readonly mark: number
}

/** A run's marks as they are in the file. */
export interface RunRecord extends MarkedRun {
  /** Below 0: when it started, ms since the epoch. NaN: it failed. Else it ended well, and asked for this pause. */
  readonly value: number
}

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

  started(run: MarkedRun): void {
    this.#set(0, run, -Date.now())
    this.#put(run.runId, 1)
  }

  /** @param next what has started since; undefined for nothing */
  ended(run: MarkedRun, pauseMs: number | undefined, next: MarkedRun | undefined): void {
    this.#set(0, run, pauseMs ?? FAILED)
    const isBeside = next !== undefined && next.runId === run.runId + 1 && !beginsPage(next.runId)
    if (isBeside) this.#set(1, next, -Date.now())
    this.#put(run.runId, isBeside ? 2 : 1)
    if (next !== undefined && !isBeside) this.started(next)
  }

  #set(record: number, { runId, mark }: MarkedRun, value: number): void {
    const at = record * NUMBERS
    this.#numbers[at] = runId
    this.#numbers[at + 1] = value
    this.#numbers[at + 2] = mark
  }

  #put(runId: number, records: number): void {
    this.#write(this.#file, this.#numbers, 0, records * BYTES, offsetOf(runId))
  }
}

/** Where files of marks outlive the app. */
export interface LastingMarks {
  /** Absolute path, made when needed. */
  readonly folder: string
  /** Of the app's instance. */
  readonly name: string
  /** Asked when the host has ended: whether its file stays for the next start. */
  readonly isNeeded?: () => boolean
}

/** The file of one host's marks, as its parent makes, reads and removes it. */
export class RunMarks {
  readonly path: string
  readonly #isNeeded: () => boolean

  /**
   * @param lasting without it the file is temporary
   * @throws where there is no place for a file
   */
  constructor(pid: number, lasting?: LastingMarks) {
    this.#isNeeded = lasting?.isNeeded ?? (() => false)
    if (lasting) mkdirSync(lasting.folder, { recursive: true })
    const place = lasting ? leftPlace(lasting.folder, lasting.name, pid) : join(tmpdir(), 'keyhold-runs-')
    const folder = mkdtempSync(place)
    this.path = join(folder, MARKS_FILE)
    try {
      // Its room is taken at once: on a disk that is full later runs are marked all the same.
      writeFileSync(this.path, new Uint8Array(FILE_BYTES))
      if (lasting) noteHost(folder, pid)
    } catch (error) {
      // A folder without it says that runs may have been called unmarked.
      rmSync(this.path, { force: true })
      throw error
    }
  }

  /** Once the host has ended. @returns what became of a run that was sent to it */
  read(): (runId: number) => RunFate {
    const recordAt = recordsOf(readFileSync(this.path))
    return (runId) => {
      const marked = recordAt(runId % PLACES)
      if (marked.runId < runId) return { kind: 'not-started' }
      if (marked.runId > runId || Number.isNaN(marked.value)) return { kind: 'lost', startedAt: undefined }
      return marked.value < 0
        ? { kind: 'lost', startedAt: -marked.value }
        : { kind: 'ended', pauseMs: marked.value }
    }
  }

  remove(): void {
    if (this.#isNeeded()) return
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

export const MARKS_FILE = 'marks'

/** @returns what is written at a place: run 0 where nothing is */
export function recordsOf(bytes: Uint8Array): (place: number) => RunRecord {
  const numbers = new Float64Array(FILE_BYTES / 8)
  new Uint8Array(numbers.buffer).set(bytes.subarray(0, numbers.byteLength))
  return (place) => {
    const at = offsetOf(place) / 8
    return { runId: numbers[at] ?? 0, value: numbers[at + 1] ?? FAILED, mark: numbers[at + 2] ?? 0 }
  }
}

/** Page and place in it. The first run of all places begins a page too: nothing lies beside it. */
function offsetOf(runId: number): number {
  const place = runId % PLACES
  const inPage = place % RECORDS_PER_PAGE
  return ((place - inPage) / RECORDS_PER_PAGE) * PAGE_BYTES + inPage * BYTES
}

const beginsPage = (runId: number): boolean => (runId % PLACES) % RECORDS_PER_PAGE === 0
