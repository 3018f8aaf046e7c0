import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { buildStore, type BuiltStore } from '../../store/built-store'
import { openReadyBench, type RuntimeBench } from '../runtime-bench'
import { leftIn } from './earlier-run'

let host: BuiltHost
let store: BuiltStore
beforeAll(async () => {
  ;[host, store] = await Promise.all([buildHost(), buildStore()])
}, 60_000)
afterAll(() => Promise.all([host.remove(), store.remove()]))

const JOBS = 20_000
const BATCH = 500

/** Jobs that wait, written down. */
async function openWaiting(): Promise<RuntimeBench> {
  const bench = await openReadyBench(host, { storeEntry: store.entry })
  const { runtime } = bench
  runtime.pause()
  for (let from = 0; from < JOBS; from += BATCH) {
    await Promise.all(
      Array.from({ length: BATCH }, async (_, index) =>
        runtime.schedule({ key: `job:${from + index}`, backoffMs: 600_000, argument: 'null' }),
      ),
    )
  }
  expect(runtime.pending()).toMatchObject({ waiting: JOBS, keeps: true })
  return bench
}

test(`a stop that releases leaves nothing of ${JOBS} waiting jobs, in the journal or in Redis`, async () => {
  const bench = await openWaiting()
  await bench.runtime.stop({ waiting: 'release' })
  // The thread was done with all of it: it folds its log in at its end.
  expect(existsSync(join(bench.folder, 'stores', 'test.sqlite-wal'))).toBe(false)
  const left = await leftIn(bench.folder, store.entry)
  expect(left.filter(({ state }) => state !== 'ended')).toEqual([])
  expect(await bench.names()).toEqual([])
})

test(`a stop that keeps leaves all ${JOBS} in the journal, and their holds in Redis`, async () => {
  const bench = await openWaiting()
  await bench.runtime.stop({ waiting: 'keep' })
  const left = await leftIn(bench.folder, store.entry)
  expect(left.map(({ state }) => state)).toEqual(Array(JOBS).fill('accepted'))
  expect((await bench.names()).filter((name) => name.includes(':jobKey:'))).toHaveLength(JOBS)
})

test('a stop that releases while Redis is away leaves nothing that would be taken up', async () => {
  const bench = await openWaiting()
  await bench.server.stop()
  await bench.runtime.stop({ waiting: 'release' })
  const left = await leftIn(bench.folder, store.entry)
  expect(left.filter(({ state }) => state !== 'ended')).toEqual([])
})
