import { expect } from 'vitest'
import type { EntryPlace, IntendedJob, JournalOwner, LeftEntry } from '../../src/store/journal-records'
import type { JobStore } from '../../src/store/job-store'
import type { StoreError } from '../../src/store/store-error'
import type { StoreJournal } from '../../src/store/store-journal'
import type { BuiltStore } from './built-store'
import { openStore, SOON } from './store-bench'

export const OWNER: JournalOwner = { instance: 'run-a', host: 'api-7', place: 'redis://one/0 shop' }

export const intended = (number: number, changes: Partial<IntendedJob> = {}): IntendedJob => ({
  number,
  key: `seller:${number}`,
  backoffMs: 300_000,
  argument: JSON.stringify({ seller: number }),
  scheduledAt: SOON + number,
  ...changes,
})

export function journalOf(store: JobStore): StoreJournal {
  if (store.journal) return store.journal
  throw new Error('The store was opened without a journal.')
}

export interface Run {
  readonly store: JobStore
  readonly journal: StoreJournal
}

/** One run of the app on a file. */
export async function openRun(
  built: BuiltStore,
  file: string,
  changes: Partial<JournalOwner> = {},
  options: Parameters<typeof openStore>[1] = {},
): Promise<Run> {
  const store = await openStore(built, { file, journal: { ...OWNER, ...changes }, ...options })
  return { store, journal: journalOf(store) }
}

type Failure = StoreError | undefined

/** Intends jobs in one turn. @returns what each was told */
export const intendAll = (journal: StoreJournal, jobs: readonly IntendedJob[]): Promise<Failure[]> =>
  Promise.all(jobs.map((job) => new Promise<Failure>((resolve) => journal.intend(job, resolve))))

export const accepted = (journal: StoreJournal, number: number): Promise<Failure> =>
  new Promise((resolve) => journal.accept(number, resolve))

export const ended = (journal: StoreJournal, number: number): Promise<Failure> =>
  new Promise((resolve) => journal.end(number, resolve))

export const numbers = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => from + at)

/** All that earlier runs left, read by pages of `limit`. */
export async function everyLeft(journal: StoreJournal, limit = 100): Promise<LeftEntry[]> {
  const found: LeftEntry[] = []
  let after: EntryPlace | undefined
  do {
    const page = await journal.left({ after, limit })
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    found.push(...page.rows)
    after = page.next
  } while (after !== undefined)
  return found
}
