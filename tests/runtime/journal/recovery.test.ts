import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { InterruptedChoice } from '../../../src/contract/journal'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { accepted, intendAll, intended } from '../../store/journal-bench'
import { buildStore, type BuiltStore } from '../../store/built-store'
import { endWithTest } from '../../support/clean-up'
import { startRedisServer } from '../../support/redis-server'
import { ended } from '../holds-bench'
import { openRuntimeBench, type BenchOptions, type RuntimeBench } from '../runtime-bench'
import { asRun, leaveMark, leaveWaiting, leftIn } from './earlier-run'

let host: BuiltHost
let store: BuiltStore
beforeAll(async () => {
  ;[host, store] = await Promise.all([buildHost(), buildStore()])
}, 60_000)
afterAll(() => Promise.all([host.remove(), store.remove()]))

async function openPlace() {
  const server = endWithTest(await startRedisServer())
  const redis = endWithTest(new Redis(server.url))
  redis.on('error', () => undefined)
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-recovery-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const open = (options: BenchOptions = {}): Promise<RuntimeBench> =>
    openRuntimeBench(host, { server, sameFolder: folder, storeEntry: store.entry, ...options })
  return { server, folder, redis, entry: store.entry, open }
}

const pause = ({ runtime }: RuntimeBench): void => runtime.pause()

const takenUp = (bench: RuntimeBench) =>
  bench.live('all is taken up', ({ recovery }) => recovery === undefined || recovery.state === 'done')

async function waitingKeys({ runtime }: RuntimeBench, limit: number): Promise<string[]> {
  const { rows } = await runtime.waiting({ offset: 0, limit })
  return rows.map(({ key }) => key)
}

/** Resolves in the midst of the recovery. */
const inTheMiddle = ({ runtime }: RuntimeBench): Promise<void> =>
  new Promise((resolve) => {
    const unsubscribe = runtime.onChange(() => {
      const { recovery } = runtime.live()
      if (recovery === undefined || recovery.checked === 0) return
      expect(recovery.checked).toBeLessThan(recovery.total)
      unsubscribe()
      resolve()
    })
  })

test('1,200 jobs wait again in their order, in three pages', async () => {
  const place = await openPlace()
  const keys = await leaveWaiting({ bench: place, count: 1_200 })
  const bench = await place.open()
  pause(bench)
  const { recovery } = await takenUp(bench)
  expect(recovery).toMatchObject({ total: 1_200, checked: 1_200, resumed: 1_200, undecided: 0 })
  expect(bench.runtime.pending().waiting).toBe(1_200)
  expect(await waitingKeys(bench, 100)).toEqual(keys.slice(0, 100))
  await bench.runtime.stop({ waiting: 'keep' })
  expect((await leftIn(place.folder, place.entry)).map(({ key }) => key)).toEqual(keys)
})

test('Redis goes away in the middle, and all wait again in their order when it is back', async () => {
  const place = await openPlace()
  const keys = await leaveWaiting({ bench: place, count: 5_000 })
  const bench = await place.open()
  pause(bench)
  await inTheMiddle(bench)
  await place.server.kill()
  await place.server.restart({ keepData: true })
  const { recovery } = await takenUp(bench)
  expect(recovery).toMatchObject({ checked: 5_000, resumed: 5_000, undecided: 0 })
  await bench.runtime.stop({ waiting: 'keep' })
  expect((await leftIn(place.folder, place.entry)).map(({ key }) => key)).toEqual(keys)
})

test('a stop in the middle leaves each job once; the next start takes all up', async () => {
  const place = await openPlace()
  const keys = await leaveWaiting({ bench: place, count: 5_000 })
  const first = await place.open()
  pause(first)
  await inTheMiddle(first)
  await first.runtime.stop({ waiting: 'keep' })
  const left = (await leftIn(place.folder, place.entry)).map(({ key }) => key)
  expect(left).toHaveLength(5_000)
  expect(left.sort()).toEqual([...keys].sort())
  const next = await place.open()
  pause(next)
  expect((await takenUp(next)).recovery).toMatchObject({ resumed: 5_000, undecided: 0 })
})

describe('a job that ran when the app ended', () => {
  async function opened(interrupted: InterruptedChoice) {
    const place = await openPlace()
    await leaveWaiting({ bench: place, count: 2 })
    leaveMark(place.folder, 1, 'started')
    const bench = await place.open({ interrupted })
    pause(bench)
    const { recovery } = await takenUp(bench)
    return { place, bench, recovery }
  }

  test('is asked about', async () => {
    const { bench, recovery } = await opened('ask')
    expect(recovery).toMatchObject({ resumed: 1, undecided: 1, interrupted: 1 })
    expect(await waitingKeys(bench, 10)).toEqual(['seller:2'])
  })

  test('runs again where that was chosen', async () => {
    const { bench, recovery } = await opened('run')
    expect(recovery).toMatchObject({ resumed: 2, undecided: 0 })
    expect(await waitingKeys(bench, 10)).toEqual(['seller:1', 'seller:2'])
  })

  test('is dropped where that was chosen, its hold with it', async () => {
    const { place, bench, recovery } = await opened('drop')
    expect(recovery).toMatchObject({ resumed: 1, undecided: 0 })
    expect((await bench.names()).filter((name) => name.endsWith(':seller:1'))).toEqual([])
    await bench.runtime.stop({ waiting: 'keep' })
    expect((await leftIn(place.folder, place.entry)).map(({ key }) => key)).toEqual(['seller:2'])
  })
})

test('between two attempts it goes on; where nothing is written of another it is asked about', async () => {
  const place = await openPlace()
  await leaveWaiting({ bench: place, count: 1 })
  await asRun({ ...place, instance: 'before-2' }, async (journal) => {
    await intendAll(journal, [intended(1, { key: 'retried' })])
    await accepted(journal, 1)
    journal.retry(1)
  })
  leaveMark(place.folder, 1, 'failed')
  const bench = await place.open()
  pause(bench)
  expect((await takenUp(bench)).recovery).toMatchObject({ resumed: 1, interrupted: 1 })
  expect(await waitingKeys(bench, 10)).toEqual(['retried'])
})

describe('a decision about what was left', () => {
  test('about all is refused where there are others by now', async () => {
    const place = await openPlace()
    await leaveWaiting({ bench: place, count: 2 })
    leaveMark(place.folder, 1, 'started')
    const bench = await place.open()
    pause(bench)
    await takenUp(bench)
    const { journal } = bench.runtime
    for (const count of [0, 2]) {
      expect(() => journal.runLeft({ which: 'all', count })).toThrow('are others by now')
      expect(() => journal.dropLeft({ which: 'all', count })).toThrow('are others by now')
    }
    const act = journal.runLeft({ which: 'all', count: 1 })
    await ended(bench, act)
    expect(await waitingKeys(bench, 10)).toEqual(['seller:2', 'seller:1'])
  })

  test('is refused where the profile is read-only', async () => {
    const { runtime } = await (await openPlace()).open({ readOnly: true })
    const acts = [
      () => runtime.journal.runLeft({ which: 'all', count: 0 }),
      () => runtime.journal.dropLeft({ which: 'selected', leftIds: [1] }),
      () => runtime.journal.goWithout(),
      () => runtime.journal.tryAgain(),
    ]
    for (const act of acts) expect(act).toThrow('read-only')
    expect(runtime.live().journal).toEqual({ state: 'none' })
  })
})
