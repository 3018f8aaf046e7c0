import { randomUUID } from 'node:crypto'
import type { ImportedJob } from '../../contract/channels/import'
import { LIMITS } from '../../contract/limits'
import { KeyholdError } from '../../processor/errors'
import { checkJob } from '../jobs/job-request'
import { LARGEST_TOTAL, sampleOf } from '../repeats/repeat-plan'

/** The jobs of a file while they are handed over: judged and kept, nothing of them is scheduled. */
export class PendingImport {
  readonly importId = randomUUID()
  readonly name: string
  readonly #total: number
  readonly #jobs: ImportedJob[] = []
  #bytes = 0

  constructor(name: string, total: number) {
    this.name = name
    this.#total = total
  }

  /**
   * Takes all of them or none.
   * @returns how many there are now
   * @throws KeyholdError `bad-key`, `bad-backoff`, `bad-argument`, `argument-too-large`, `import-too-large`
   */
  add(jobs: readonly ImportedJob[]): number {
    if (this.#jobs.length + jobs.length > this.#total) throw incomplete(this.#total)
    let bytes = 0
    jobs.forEach((job, index) => {
      const sample = sampleOf(job, this.#jobs.length + index + 1)
      checkJob(sample)
      bytes += Buffer.byteLength(sample.argument) + Buffer.byteLength(sample.key)
    })
    if (jobs.length > 1 && bytes > LIMITS.importMessageBytes * 2) throw tooMuchAtOnce()
    if (this.#bytes + bytes > LARGEST_TOTAL) throw tooLarge()
    this.#bytes += bytes
    this.#jobs.push(...jobs)
    return this.#jobs.length
  }

  /** All that were promised. @throws KeyholdError `import-incomplete` */
  whole(): readonly ImportedJob[] {
    if (this.#jobs.length !== this.#total) throw incomplete(this.#total)
    return this.#jobs
  }
}

function incomplete(total: number): KeyholdError {
  return new KeyholdError(
    'import-incomplete',
    `The page did not hand over the ${total.toLocaleString('en-US')} jobs that it announced; nothing was scheduled.`,
    'Open the file again; report this with the log file if it comes back.',
  )
}

function tooMuchAtOnce(): KeyholdError {
  return new KeyholdError(
    'import-too-large',
    'The page handed over too many jobs at once; nothing was scheduled.',
    'Report this with the log file: it should not happen.',
  )
}

function tooLarge(): KeyholdError {
  return new KeyholdError(
    'import-too-large',
    `The arguments of these jobs are more than ${LARGEST_TOTAL / 1_048_576} MiB; nothing was scheduled.`,
    'Split the file, or leave columns out of the argument.',
  )
}
