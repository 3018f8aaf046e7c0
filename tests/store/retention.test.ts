import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitFor } from '../support/wait-for'
import { buildStore, type BuiltStore } from './built-store'
import { addJobs, collect, DAY_MS, jobRecord, openStore, SOON, temporaryFile } from './store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

test('what ended before the limit goes, what ended at it stays', async () => {
  const store = await openStore(built, { retention: { days: 7, jobs: 1_000 } })
  await addJobs(store, 10)
  const pruned = await store.prune(SOON + 7 * DAY_MS + 4)
  expect(pruned).toMatchObject({ jobs: 3, steps: 1 })
  const kept = await collect(store.everyJob({ ascending: true }))
  expect(kept.map((job) => job.jobId)).toEqual([4, 5, 6, 7, 8, 9, 10])
})

test('of what is too many the oldest go, in steps of 1,000', async () => {
  const store = await openStore(built, { retention: { days: 30, jobs: 500 } })
  await addJobs(store, 3_000)
  expect(await store.prune()).toMatchObject({ jobs: 2_500, steps: 3 })
  const kept = await collect(store.everyJob({ ascending: true }))
  expect(kept.map((job) => job.jobId)).toEqual(Array.from({ length: 500 }, (_, at) => at + 2_501))
})

test('age and count together take no more than either asks for', async () => {
  const store = await openStore(built, { retention: { days: 7, jobs: 5 } })
  await addJobs(store, 10)
  expect(await store.prune(SOON + 7 * DAY_MS + 4)).toMatchObject({ jobs: 5 })
  expect((await store.countJobs({}, 100)).count).toBe(5)
})

test('records are written between its steps', async () => {
  const store = await openStore(built, { retention: { days: 30, jobs: 0 } })
  await addJobs(store, 20_000)
  const order: string[] = []
  const pruning = store.prune().then(() => order.push('pruned'))
  const added = store.addJob(jobRecord(20_001)).then(() => order.push('added'))
  await Promise.all([pruning, added])
  expect(order).toEqual(['added', 'pruned'])
})

test('is done by itself when a store is opened', async () => {
  const file = temporaryFile()
  const before = await openStore(built, { file })
  await addJobs(before, 3, (id) => ({ finishedAt: Date.now() - id * 20 * DAY_MS }))
  await before.close()
  const store = await openStore(built, { file })
  await waitFor(async () => (await store.countJobs({}, 10)).count === 1, {
    what: 'two jobs are past their time',
  })
})
