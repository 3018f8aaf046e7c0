import { Worker } from 'node:worker_threads'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
  type MockInstance,
} from 'vitest'
import { systemClock } from '../../src/processor/clock'
import { AppJournal } from '../../src/runtime/journal/app-journal'
import { ProblemLog } from '../../src/runtime/problem-log'
import type { JobStore } from '../../src/store/job-store'
import { nothing, type Member } from '../processor/fleet'
import { quietClock } from '../processor/quiet-clock'
import { buildStore, type BuiltStore } from '../store/built-store'
import { journalOf, OWNER } from '../store/journal-bench'
import { openStore } from '../store/store-bench'
import { waitFor } from '../support/wait-for'
import { expectAtMost, onCountedRedis, type Traffic } from './counted-redis'

const redis = onCountedRedis()
let built: BuiltStore
/** Messages to the thread of the store. */
let messages: MockInstance<Worker['postMessage']>

beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())
beforeEach(() => {
  messages = vi.spyOn(Worker.prototype, 'postMessage')
})
afterEach(() => messages.mockRestore())

/** A processor whose jobs are written down, paused, and known to Redis with all its scripts. */
async function journaled(): Promise<{ member: Member; store: JobStore }> {
  const store = await openStore(built, { journal: OWNER })
  const changed = (): void => undefined
  const clock = systemClock
  const problems = new ProblemLog(clock, changed, changed)
  const journal = new AppJournal({ store: journalOf(store), failure: undefined, clock, problems, changed })
  const member = await redis.member({ journal, dedupClock: quietClock })
  await schedule(member, 1, 'before')
  await settled({ member, store }, 1)
  member.processor.pause()
  return { member, store }
}

const schedule = ({ processor }: Member, jobs: number, prefix = 'key'): Promise<boolean[]> =>
  Promise.all(Array.from({ length: jobs }, (_, n) => processor.schedule(`${prefix}:${n}`, 60_000, nothing)))

/** Waits until so many jobs have ended, and nothing of them is left to do on the disk or in Redis. */
async function settled({ member, store }: { member: Member; store: JobStore }, jobs: number): Promise<void> {
  const written = (): Promise<unknown> =>
    waitFor(() => store.counts.waiting === 0, { what: 'all is written' })
  await waitFor(() => member.finished.length >= jobs, { what: 'all have ended' })
  await written()
  await member.dedup.flush(5_000)
  await written()
}

/** What a piece of work costs the store: messages to its thread, each a commit at most. */
async function costOf(
  store: JobStore,
  work: () => Promise<unknown>,
): Promise<{ commits: number; messages: number }> {
  const { commits } = store.counts
  messages.mockClear()
  await work()
  return { commits: store.counts.commits - commits, messages: messages.mock.calls.length }
}

describe('what the journal costs', () => {
  it('500 schedules of a tick: a commit for their intents, one for their acceptances, one script', async () => {
    const { member, store } = await journaled()
    let traffic: Traffic | undefined
    const cost = await costOf(store, async () => {
      traffic = await redis.traffic(member.redis, () => schedule(member, 500))
    })
    expectAtMost(cost, { commits: 2, messages: 2 })
    expectAtMost(traffic?.sent ?? {}, { script: 1 })
    expectAtMost(traffic?.inScripts ?? {}, { time: 1, get: 1, set: 500 })
    expect(member.processor.queueLength()).toBe(500)
  })

  it('500 jobs that end: a commit a turn for their ends, and one a settle to forget them', async () => {
    const { member, store } = await journaled()
    await schedule(member, 500)
    let traffic: Traffic | undefined
    const cost = await costOf(store, async () => {
      traffic = await redis.traffic(member.redis, async () => {
        member.processor.resume()
        await settled({ member, store }, 501)
      })
    })
    // Two turns of 256 jobs; each can end before it is full.
    expectAtMost(cost, { commits: 6, messages: 6 })
    expectAtMost(traffic?.sent ?? {}, { script: 3 })
    expectAtMost(traffic?.inScripts ?? {}, { time: 3, get: 503, pexpireat: 500 })
  })

  it('a schedule that is refused here: nothing', async () => {
    const { member, store } = await journaled()
    await schedule(member, 500)
    const cost = await costOf(store, async () => {
      expect(await schedule(member, 500)).not.toContain(true)
    })
    expect(cost).toEqual({ commits: 0, messages: 0 })
  })
})
