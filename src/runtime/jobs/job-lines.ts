import type { JobLine, JobLines } from '../../contract/job-details'
import { SyncQueue } from '../../processor/sync-queue'

/** Lines kept of one job, the newest: what one run may write, and the word that it wrote more. */
const LINES_A_JOB = 201
/** Characters of them. */
const CHARACTERS_A_JOB = 65_536 + 128
const NONE: JobLines = { from: 0, lines: [], total: 0, leftOut: 0 }

interface Written {
  readonly lines: JobLine[]
  characters: number
  /** Lines before those that are kept. */
  leftOut: number
}

/**
 * What the handlers of jobs wrote, while the jobs are at work and after: the newest lines of each job, and the jobs
 * that began to write last. A job that writes nothing costs nothing.
 */
export class JobLinesKept {
  readonly #maxJobs: number
  readonly #maxCharacters: number
  readonly #byJob = new Map<number, Written>()
  /** In the order of the jobs' first lines. */
  readonly #jobIds = new SyncQueue<number>(1_024)
  #characters = 0

  constructor(bounds: { readonly jobs: number; readonly characters: number }) {
    this.#maxJobs = bounds.jobs
    this.#maxCharacters = bounds.characters
  }

  add(jobId: number, line: JobLine): void {
    const written = this.#byJob.get(jobId) ?? this.#begin(jobId)
    written.lines.push(line)
    this.#count(written, line.text.length)
    while (written.lines.length > LINES_A_JOB || written.characters > CHARACTERS_A_JOB) {
      const oldest = written.lines.shift()
      if (oldest === undefined) break
      written.leftOut += 1
      this.#count(written, -oldest.text.length)
    }
    while (this.#byJob.size > this.#maxJobs || this.#characters > this.#maxCharacters) this.#forgetOldest()
  }

  /** Lines that a job has written; undefined for none, as for one whose lines are no longer kept. */
  countOf(jobId: number): number | undefined {
    const written = this.#byJob.size === 0 ? undefined : this.#byJob.get(jobId)
    return written && written.leftOut + written.lines.length
  }

  /** All that are kept of a job. */
  of(jobId: number): readonly JobLine[] {
    const written = this.#byJob.size === 0 ? undefined : this.#byJob.get(jobId)
    return written?.lines ?? NONE.lines
  }

  /** @param offset number of the first line wanted; one that is not there (any more) gives all that are */
  from(jobId: number, offset: number): JobLines {
    const written = this.#byJob.get(jobId)
    if (written === undefined) return NONE
    const { lines, leftOut } = written
    const total = leftOut + lines.length
    const from = offset < leftOut || offset > total ? leftOut : offset
    return { from, lines: lines.slice(from - leftOut), total, leftOut }
  }

  #begin(jobId: number): Written {
    const written = { lines: [], characters: 0, leftOut: 0 }
    this.#byJob.set(jobId, written)
    this.#jobIds.enqueue(jobId)
    return written
  }

  #count(written: Written, characters: number): void {
    written.characters += characters
    this.#characters += characters
  }

  #forgetOldest(): void {
    const oldest = this.#jobIds.tryDequeue()
    if (oldest === undefined) return
    this.#characters -= this.#byJob.get(oldest)?.characters ?? 0
    this.#byJob.delete(oldest)
  }
}
