import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildStore, type BuiltStore } from './built-store'
import { accepted, ended, everyLeft, intendAll, intended, numbers, openRun, OWNER } from './journal-bench'
import { jobRecord, openStore, temporaryFile } from './store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

/** Rows of a table of a closed store. */
function rowsIn(file: string, table: string): number {
  const db = new Database(file)
  try {
    return db.prepare(`SELECT 1 FROM ${table}`).all().length
  } finally {
    db.close()
  }
}

test('the next run finds what was left, in the order of numbers, each with its state', async () => {
  const file = temporaryFile()
  const { store, journal } = await openRun(built, file)
  await intendAll(
    journal,
    numbers(1, 5).map((number) => intended(number)),
  )
  for (const number of [2, 3, 4]) await accepted(journal, number)
  await ended(journal, 3)
  await ended(journal, 4)
  journal.forget(4)
  await store.close()

  const next = await openRun(built, file, { instance: 'run-b' })
  const left = await everyLeft(next.journal)
  expect(left.map(({ number, state }) => [number, state])).toEqual([
    [1, 'intended'],
    [2, 'accepted'],
    [3, 'ended'],
    [5, 'intended'],
  ])
  const { run = 0, begunAt = 0 } = left[0] ?? {}
  const { instance, host } = OWNER
  expect(left[0]).toEqual({ ...intended(1), run, instance, host, begunAt, state: 'intended' })
  expect(Math.abs(Date.now() - begunAt)).toBeLessThan(60_000)
  expect(await next.journal.countLeft()).toEqual({ here: 4, elsewhere: 0 })
})

test('texts come back letter for letter', async () => {
  const file = temporaryFile()
  const { store, journal } = await openRun(built, file)
  const odd = intended(7, {
    key: 'a:\0\n"ü🗝',
    argument: '{ "big": 12345678901234567890, "lone": "\\ud800", "nul": "\\u0000" }',
    backoffMs: 0.25,
  })
  await intendAll(journal, [odd])
  await store.close()
  const next = await openRun(built, file)
  expect(await everyLeft(next.journal)).toMatchObject([odd])
})

test('numbers may have gaps, be large and come in any order', async () => {
  const file = temporaryFile()
  const { store, journal } = await openRun(built, file)
  const odd = [5, 4, 130, 131, 3, 1_000_000_000_000, 129, Number.MAX_SAFE_INTEGER, 0]
  await intendAll(
    journal,
    odd.map((number) => intended(number)),
  )
  await intendAll(journal, [intended(6)])
  await accepted(journal, Number.MAX_SAFE_INTEGER)
  journal.forget(130)
  journal.forget(12) // There is none.
  await store.close()
  const next = await openRun(built, file)
  expect((await everyLeft(next.journal, 3)).map(({ number, state }) => [number, state])).toEqual([
    [0, 'intended'],
    [3, 'intended'],
    [4, 'intended'],
    [5, 'intended'],
    [6, 'intended'],
    [129, 'intended'],
    [131, 'intended'],
    [1_000_000_000_000, 'intended'],
    [Number.MAX_SAFE_INTEGER, 'accepted'],
  ])
})

describe('one turn', () => {
  test('is one commit, with the history rows of that turn', async () => {
    const { store, journal } = await openRun(built, temporaryFile())
    await intendAll(
      journal,
      numbers(1, 1_000).map((number) => intended(number)),
    )
    expect(store.counts).toMatchObject({ commits: 1, written: 1_000 })
    const added = store.addJob(jobRecord(1))
    const told = [accepted(journal, 1), ended(journal, 2)]
    journal.forget(3)
    const more = intendAll(journal, [intended(1_001)])
    await Promise.all([added, ...told, more])
    expect(store.counts).toEqual({ commits: 2, written: 1_005, refused: 0, failed: 0, waiting: 0 })
  })

  test('is a few rows, however many its jobs are, and none once all of them are gone', async () => {
    const file = temporaryFile()
    const all = numbers(0, 512)
    const first = await openRun(built, file)
    await intendAll(
      first.journal,
      all.map((number) => intended(number)),
    )
    await first.store.close()
    expect([rowsIn(file, 'journal_texts'), rowsIn(file, 'journal_states')]).toEqual([4, 4])

    const second = await openRun(built, file, { place: 'elsewhere' })
    await intendAll(
      second.journal,
      all.map((number) => intended(number)),
    )
    for (const number of all) if (number !== 300) second.journal.forget(number)
    await second.store.close()
    expect([rowsIn(file, 'journal_texts'), rowsIn(file, 'journal_states')]).toEqual([5, 5])

    const third = await openRun(built, file, { place: 'elsewhere' })
    await third.journal.forgetLeft(await everyLeft(third.journal))
    await third.store.close()
    expect([rowsIn(file, 'journal_texts'), rowsIn(file, 'journal_states')]).toEqual([4, 4])
  })

  test('tells its callers in call order, in one step, behind the commit', async () => {
    const { store, journal } = await openRun(
      built,
      temporaryFile(),
      {},
      { bounds: { records: 4, bytes: 1e9 } },
    )
    const told: string[] = []
    const tell =
      (name: string) =>
      (failure?: { readonly code: string }): void => {
        if (told.length === 0) void Promise.resolve().then(() => told.push('next step'))
        told.push(failure ? `${name}: ${failure.code}` : name)
      }
    journal.intend(intended(1), tell('intend 1'))
    journal.intend(intended(2), tell('intend 2'))
    journal.intend(intended(3, { scheduledAt: Number.NaN }), tell('intend 3'))
    journal.accept(1, tell('accept 1'))
    journal.end(1, tell('end 1'))
    journal.intend(intended(4), tell('intend 4'))
    expect(told).toEqual([])
    await store.jobs({}, { limit: 1 })
    expect(told).toEqual([
      'intend 1',
      'intend 2',
      'intend 3: store-bad-record',
      'accept 1',
      'end 1',
      'intend 4: store-behind',
      'next step',
    ])
  })
})

test('what becomes of jobs is taken however much waits, intents are not', async () => {
  const { store, journal } = await openRun(built, temporaryFile(), {}, { bounds: { records: 2, bytes: 1e9 } })
  const taken = intendAll(journal, [intended(1), intended(2), intended(3)])
  const told = Promise.all([accepted(journal, 1), ended(journal, 1)])
  expect((await taken).map((failure) => failure?.code)).toEqual([undefined, undefined, 'store-behind'])
  expect(await told).toEqual([undefined, undefined])
  expect(store.counts).toMatchObject({ written: 4, refused: 1, waiting: 0 })
})

test('closing writes what was said, and refuses afterwards', async () => {
  const file = temporaryFile()
  const { store, journal } = await openRun(built, file)
  const said = intendAll(journal, [intended(1)])
  await store.close()
  expect(await said).toEqual([undefined])
  expect((await intendAll(journal, [intended(2)]))[0]?.code).toBe('store-closed')
  expect((await accepted(journal, 1))?.code).toBe('store-closed')
  journal.forget(1)
  const next = await openRun(built, file)
  expect(await everyLeft(next.journal)).toMatchObject([{ number: 1, state: 'intended' }])
})

test('a store that is opened without a journal has none', async () => {
  const store = await openStore(built)
  expect(store.journal).toBeUndefined()
})
