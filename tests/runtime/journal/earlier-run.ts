import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Redis } from 'ioredis'
import { createHoldValueWriter } from '../../../src/dedup/hold-value'
import { createKeyLayout } from '../../../src/dedup/key-layout'
import { RunMarker, RunMarks } from '../../../src/handlers/run-marks'
import type { LeftEntry } from '../../../src/store/journal-records'
import { JobStore } from '../../../src/store/job-store'
import type { StoreJournal } from '../../../src/store/store-journal'
import { accepted, everyLeft, intendAll, intended, journalOf, numbers } from '../../store/journal-bench'

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

export interface EarlierJobs {
  readonly bench: { readonly folder: string; readonly redis: Redis; readonly entry: string }
  readonly count: number
}

/** Jobs 1 … `count` that a run of the app, `before`, had accepted when it was killed, each with its hold. */
export async function leaveWaiting({
  bench: { folder, redis, entry },
  count,
}: EarlierJobs): Promise<string[]> {
  const jobs = numbers(1, count).map((number) => intended(number, { argument: String(number) }))
  await asRun({ folder, entry, instance: 'before' }, async (journal) => {
    await intendAll(journal, jobs)
    await Promise.all(jobs.map(async ({ number }) => accepted(journal, number)))
  })
  const valueOf = createHoldValueWriter({ instance: 'before', host: 'api-7' })
  const layout = createKeyLayout({ namespace: 'orders', layout: 'go-io' })
  const batch = redis.pipeline()
  for (const { number, key, backoffMs, scheduledAt } of jobs) {
    batch.set(layout.holdName('0', key), valueOf(number, scheduledAt, backoffMs), 'PX', backoffMs)
  }
  await batch.exec()
  return jobs.map(({ key }) => key)
}

/** What the last host of `before` had written of one of its jobs. */
export function leaveMark(folder: string, number: number, kind: 'started' | 'failed' | 'ended'): void {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const { path } = new RunMarks(pid, { folder: join(folder, 'marks'), name: 'before' })
  const marker = new RunMarker(path)
  const run = { runId: 1, mark: number }
  marker.started(run)
  if (kind !== 'started') marker.ended(run, kind === 'ended' ? 0 : undefined, undefined)
}
