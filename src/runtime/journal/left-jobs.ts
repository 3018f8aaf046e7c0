import type { LeftJobRow, LeftReason } from '../../contract/journal'
import { LIMITS } from '../../contract/limits'
import type { EntryPlace, LeftEntry } from '../../store/journal-records'
import { cutText } from '../views/cut-text'

/** A job of an earlier run that does not go on by itself. */
export interface LeftJob {
  readonly leftId: number
  readonly entry: LeftEntry
  readonly reason: LeftReason
  /** Under which it is an entry of the present run; undefined where it is one of its own run still. */
  readonly number: number | undefined
}

export const placeOf = ({ run, number }: LeftEntry): EntryPlace => ({ run, number })

/** Jobs of earlier runs that wait for the operator's decision, in the order in which they were accepted. */
export class LeftJobs {
  readonly #jobs = new Map<number, LeftJob>()
  #ids = 0
  #version = 0
  #interrupted = 0

  get count(): number {
    return this.#jobs.size
  }

  get interrupted(): number {
    return this.#interrupted
  }

  /** Grows with each change. */
  get version(): number {
    return this.#version
  }

  add(entry: LeftEntry, reason: LeftReason, number?: number): void {
    this.#ids += 1
    this.#version += 1
    if (reason.kind === 'interrupted') this.#interrupted += 1
    this.#jobs.set(this.#ids, { leftId: this.#ids, entry, reason, number })
  }

  remove(leftId: number): void {
    const job = this.#jobs.get(leftId)
    if (job === undefined) return
    this.#version += 1
    if (job.reason.kind === 'interrupted') this.#interrupted -= 1
    this.#jobs.delete(leftId)
  }

  /** Those of these ids that are there still; all without ids. */
  chosen(leftIds?: readonly number[]): LeftJob[] {
    if (leftIds === undefined) return [...this.#jobs.values()]
    return leftIds.flatMap((leftId) => this.#jobs.get(leftId) ?? [])
  }

  rows(offset: number, limit: number): LeftJobRow[] {
    const rows: LeftJobRow[] = []
    let place = 0
    for (const job of this.#jobs.values()) {
      if (place >= offset + limit) break
      if (place >= offset) rows.push(rowOf(job))
      place += 1
    }
    return rows
  }
}

function rowOf({ leftId, entry, reason }: LeftJob): LeftJobRow {
  const { key, backoffMs, argument, scheduledAt } = entry
  return { leftId, key, backoffMs, argument: cutText(argument, LIMITS.argumentPreview), scheduledAt, reason }
}
