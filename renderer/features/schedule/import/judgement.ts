import { csvLine } from '../../../../src/contract/csv-line'
import { LIMITS } from '../../../../src/contract/limits'
import { fillPlaceholders } from '../../../../src/contract/placeholders'
import { RowMapper, type MappedJob } from './map-row'
import type { Mapping } from './mapping'
import type { ImportTable } from './reading/import-table'

/** What the rows of a table come to. */
export interface ImportCounts {
  readonly rows: number
  /** Jobs to schedule, duplicates included. */
  readonly good: number
  readonly bad: number
  /** Good ones whose key an earlier row has. */
  readonly duplicates: number
}

/** A row as it is previewed. */
export interface PreviewRow {
  readonly line: number
  readonly state: 'good' | 'duplicate' | 'bad'
  readonly key: string
  /** Undefined for a bad row. */
  readonly backoffMs?: number
  /** Cut; of a bad row why it is bad, of a duplicate too. */
  readonly text: string
  /** Of a duplicate: the line that has its key first. */
  readonly firstLine?: number
}

/** Characters of an argument that a preview shows. */
const SHOWN = 300

/** All rows of a table, judged by a mapping: which are jobs, which are not, which have the key of an earlier one. */
export class Judgement {
  readonly counts: ImportCounts
  readonly #table: ImportTable
  readonly #mapper: RowMapper
  /** Of each row, its job's number from 1; 0: it is bad. */
  readonly #numbers: Uint32Array
  /** Of each row, the line that has its key first; 0: itself. */
  readonly #firstLines: Uint32Array
  readonly #good: number[] = []
  readonly #bad: number[] = []

  constructor(table: ImportTable, mapping: Mapping) {
    this.#table = table
    this.#mapper = new RowMapper(table, mapping)
    this.#numbers = new Uint32Array(table.rows.length)
    this.#firstLines = new Uint32Array(table.rows.length)
    const duplicates = this.#judge()
    const [good, bad] = [this.#good.length, this.#bad.length]
    this.counts = { rows: table.rows.length, good, bad, duplicates }
  }

  /** Rows of the preview. */
  rows(offset: number, limit: number, badOnly: boolean): PreviewRow[] {
    const indexes = badOnly
      ? this.#bad.slice(offset, offset + limit)
      : Array.from(
          { length: Math.max(0, Math.min(limit, this.#numbers.length - offset)) },
          (_, at) => offset + at,
        )
    return indexes.map((index) => this.#preview(index))
  }

  /** The next jobs, as many as one message takes. @param from of the good ones */
  jobs(from: number): MappedJob[] {
    const jobs: MappedJob[] = []
    let bytes = 0
    for (const index of this.#good.slice(from, from + LIMITS.importBatch)) {
      const job = this.#map(index)
      if ('problem' in job) continue
      // Three bytes are the most that a character takes.
      bytes += (job.key.length + job.argument.length) * 3
      if (jobs.length > 0 && bytes > LIMITS.importMessageBytes) break
      jobs.push(job)
    }
    return jobs
  }

  /** The bad rows as CSV: line, key, reason. */
  badRows(): string {
    let text = csvLine(['line', 'key', 'reason'])
    for (const index of this.#bad) {
      const row = this.#map(index)
      if (!('problem' in row)) continue
      const line = csvLine([row.line, cut(row.key, SHOWN), cut(row.problem, SHOWN)])
      if (text.length + line.length > LIMITS.badRowsCharacters) break
      text += line
    }
    return text
  }

  #judge(): number {
    const firstLineOf = new Map<string, number>()
    let duplicates = 0
    this.#table.rows.forEach((row, index) => {
      const job = this.#mapper.map(row, this.#good.length + 1)
      if ('problem' in job) {
        this.#bad.push(index)
        return
      }
      this.#good.push(index)
      this.#numbers[index] = this.#good.length
      const key = shownKey(job.key, this.#good.length)
      // Each job has a UUID of its own.
      if (hasUuid(job.key)) return
      const first = firstLineOf.get(key)
      if (first === undefined) firstLineOf.set(key, job.line)
      else {
        this.#firstLines[index] = first
        duplicates += 1
      }
    })
    return duplicates
  }

  #map(index: number) {
    const row = this.#table.rows[index]
    if (!row) return { line: 0, key: '', problem: 'There is no such row.' }
    return this.#mapper.map(row, this.#numbers[index] ?? 0)
  }

  #preview(index: number): PreviewRow {
    const job = this.#map(index)
    const { line } = job
    if ('problem' in job)
      return { line, state: 'bad', key: cut(job.key, SHOWN), text: cut(job.problem, SHOWN) }
    const n = this.#numbers[index] ?? 0
    const firstLine = this.#firstLines[index] ?? 0
    return {
      line,
      key: shownKey(job.key, n),
      backoffMs: job.backoffMs,
      text: shownKey(cut(job.argument, SHOWN), n),
      ...(firstLine === 0 ? { state: 'good' } : { state: 'duplicate', firstLine }),
    }
  }
}

/** Whether a key has a UUID in it, and not the word alone. */
function hasUuid(key: string): boolean {
  if (!key.includes('{uuid}')) return false
  const filled = (uuid: string): string => fillPlaceholders(key, { n: '', uuid, now: '' })
  return filled('a') !== filled('b')
}

/** The other placeholders have no value before the job is scheduled. */
function shownKey(text: string, n: number): string {
  return fillPlaceholders(text, { n, uuid: '{uuid}', now: '{now}' })
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
