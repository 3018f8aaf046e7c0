import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LeftEntry } from '../../../src/store/journal-records'
import { JobStore } from '../../../src/store/job-store'
import type { StoreJournal } from '../../../src/store/store-journal'
import { everyLeft, journalOf } from '../../store/journal-bench'

/** Of the profile of a runtime bench. */
const PLACE = JSON.stringify(['embedded', 'orders', 'go-io'])

/** What a run of the app under this instance's id does to the journal of a bench's folder; it ends as if it were killed. */
export async function asRun<Result>(
  { folder, entry, instance }: { readonly folder: string; readonly entry: string; readonly instance: string },
  act: (journal: StoreJournal) => Promise<Result>,
): Promise<Result> {
  const file = join(folder, 'stores', 'test.sqlite')
  mkdirSync(dirname(file), { recursive: true })
  const store = await JobStore.open({ file, entry, journal: { instance, host: 'api-7', place: PLACE } })
  try {
    return await act(journalOf(store))
  } finally {
    await store.close()
  }
}

/** What the next start of the app will find. */
export const leftIn = (folder: string, entry: string): Promise<LeftEntry[]> =>
  asRun({ folder, entry, instance: 'looks' }, (journal) => everyLeft(journal, 1_000))
