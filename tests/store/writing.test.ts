import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endWithTest } from '../support/clean-up'
import { JobStore } from '../../src/store/job-store'
import { buildStore, type BuiltStore } from './built-store'
import { addJobs, jobRecord, openStore, refusalOf, temporaryFile } from './store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

describe('batches', () => {
  test('1,000 records of one turn are one commit', async () => {
    const store = await openStore(built)
    await addJobs(store, 1_000)
    expect(store.counts).toEqual({ commits: 1, written: 1_000, refused: 0, failed: 0, waiting: 0 })
  })

  test('what promises of the same turn add belongs to the same commit', async () => {
    const store = await openStore(built)
    const first = store.addJob(jobRecord(1))
    await Promise.resolve()
    await Promise.resolve()
    await Promise.all([first, store.addJob(jobRecord(2))])
    expect(store.counts).toMatchObject({ commits: 1, written: 2 })
  })

  test('records of two turns are two commits', async () => {
    const store = await openStore(built)
    await store.addJob(jobRecord(1))
    await store.addJob(jobRecord(2))
    expect(store.counts).toMatchObject({ commits: 2, written: 2 })
  })

  test('a job recorded again stands as it was recorded last', async () => {
    const store = await openStore(built)
    await store.addJob(jobRecord(1, { outcome: 'interrupted' }))
    await store.addJob(jobRecord(1, { outcome: 'done', argument: '"again"' }))
    const { rows } = await store.jobs({}, { limit: 10 })
    expect(rows).toHaveLength(1)
    expect(await store.job(rows[0]?.id ?? 0)).toMatchObject({ outcome: 'done', argument: '"again"' })
  })
})

test('a record with a number that is none is refused, and spoils no other of its turn', async () => {
  const store = await openStore(built)
  const good = addJobs(store, 10)
  const bad = refusalOf(store.addJob(jobRecord(11, { runMs: Number.NaN })))
  const worse = refusalOf(store.addKeyEvent({ kind: 'hold', key: 'k', at: Infinity, run: 'run-a' }))
  await good
  expect(await bad).toMatchObject({
    code: 'store-bad-record',
    message: expect.stringContaining('runMs') as string,
  })
  expect(await worse).toMatchObject({ code: 'store-bad-record' })
  expect(store.counts).toMatchObject({ written: 10, refused: 2, failed: 0 })
})

describe('a disk that is too slow', () => {
  test('refuses what is beyond the bound on records, tells it and counts it', async () => {
    const store = await openStore(built, { bounds: { records: 10, bytes: 1e9 } })
    const taken = addJobs(store, 10)
    const refused = await refusalOf(store.addJob(jobRecord(11)))
    expect(refused).toMatchObject({ code: 'store-behind', remedy: expect.stringContaining('Wait') as string })
    await taken
    expect(store.counts).toEqual({ commits: 1, written: 10, refused: 1, failed: 0, waiting: 0 })
    await store.addJob(jobRecord(11))
    expect(store.counts.written).toBe(11)
  })

  test('refuses what is beyond the bound on memory', async () => {
    const store = await openStore(built, { bounds: { records: 1e6, bytes: 100_000 } })
    const large = { argument: JSON.stringify('x'.repeat(30_000)) }
    const taken = store.addJob(jobRecord(1, large))
    expect((await refusalOf(store.addJob(jobRecord(2, large)))).code).toBe('store-behind')
    await taken
    await store.addJob(jobRecord(2, large))
  })
})

describe('closing', () => {
  test('writes what was added in the same turn', async () => {
    const file = temporaryFile()
    const store = await openStore(built, { file })
    const added = addJobs(store, 500)
    await store.close()
    await added
    const again = await openStore(built, { file })
    expect(await again.countJobs({}, 1_000)).toEqual({ count: 500, more: false })
  })

  test('refuses afterwards', async () => {
    const store = await openStore(built)
    await store.close()
    expect((await refusalOf(store.addJob(jobRecord(1)))).code).toBe('store-closed')
    expect((await refusalOf(store.jobs({}, { limit: 1 }))).code).toBe('store-closed')
    expect(store.counts.refused).toBe(1)
  })

  test('a record that nobody waits for ends no process when it is refused', async () => {
    const store = endWithTest(await JobStore.open({ entry: built.entry, file: temporaryFile() }))
    await store.close()
    void store.addJob(jobRecord(1))
    await new Promise((resolve) => setImmediate(resolve))
    expect(store.counts.refused).toBe(1)
  })
})
