import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Benchmark, Effort, Result } from './benchmark'
import { systemClock } from '../src/processor/clock'
import { AppJournal } from '../src/runtime/journal/app-journal'
import { ProblemLog } from '../src/runtime/problem-log'
import { JobStore } from '../src/store/job-store'
import type { StoreJournal } from '../src/store/store-journal'

const entry = resolve(import.meta.dirname, '../dist-electron/job-store.cjs')
const A_TURN = 500
/** Below what the store refuses beyond. */
const MOST_WAITING = 20_000

/** The journal of a processor, as the app keeps it. */
export async function openJournal() {
  const folder = await mkdtemp(join(tmpdir(), 'keyhold-bench-'))
  const owner = { instance: 'bench', host: 'bench', place: 'bench' }
  const store = await JobStore.open({ file: join(folder, 'jobs.db'), entry, journal: owner })
  const clock = systemClock
  const changed = (): void => undefined
  const problems = new ProblemLog(clock, changed, changed)
  const journal = new AppJournal({ store: store.journal, failure: undefined, clock, problems, changed })
  return {
    journal,
    store,
    remove: async (): Promise<void> => {
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** What the journal costs a job, and a job that waits; there to be read alone. */
export function journalCost(): Benchmark {
  return { name: 'journal alone', run: measure }
}

async function measure({ scale }: Effort): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'keyhold-bench-'))
  const file = join(folder, 'jobs.db')
  const owner = { instance: 'bench', host: 'bench', place: 'bench' }
  const store = await JobStore.open({ file, entry, journal: owner })
  try {
    const { journal } = store
    if (!journal) throw new Error('The store was opened without a journal.')
    const jobs = Math.ceil(200_000 * scale)
    const start = performance.now()
    await inTurns(store, 0, jobs, (number, done) => throughAll(journal, number, done))
    const jobsASecond = Math.round((1_000 * jobs) / (performance.now() - start))

    const waiting = Math.ceil(1_000_000 * scale)
    const before = process.memoryUsage.rss()
    await inTurns(store, jobs, waiting, (number, done) =>
      intend(journal, number, () => journal.accept(number, done)),
    )
    globalThis.gc?.()
    const memory = Math.round((process.memoryUsage.rss() - before) / waiting)
    const disk = Math.round((await stat(file)).size / waiting)
    return {
      name: 'journal alone',
      measured: `${jobsASecond.toLocaleString('en')} jobs/s: intended, accepted, ended, forgotten in turns of ${A_TURN}`,
      against: 'memory of an entry that waits, its thread included',
      value: memory,
      unit: 'bytes',
      details: { jobs, jobsASecond, bytesAnEntry: { memory, disk } },
    }
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}

const intend = (journal: StoreJournal, number: number, done: () => void): void =>
  journal.intend(
    {
      number,
      key: String(number).padStart(16, 'k'),
      argument: String(number),
      backoffMs: 300_000,
      scheduledAt: 0,
    },
    done,
  )

function throughAll(journal: StoreJournal, number: number, done: () => void): void {
  intend(journal, number, () => {
    journal.accept(number, () => {
      journal.end(number, () => {
        journal.forget(number)
        done()
      })
    })
  })
}

/** Settles once all have said that they are done. */
function inTurns(
  store: JobStore,
  first: number,
  count: number,
  begin: (number: number, done: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    let begun = 0
    let ended = 0
    const done = (): void => {
      if ((ended += 1) === count) resolve()
    }
    const turn = (): void => {
      for (let at = 0; at < A_TURN && begun < count && store.counts.waiting < MOST_WAITING; at += 1) {
        begin(first + begun, done)
        begun += 1
      }
      if (begun < count) setImmediate(turn)
    }
    turn()
  })
}
