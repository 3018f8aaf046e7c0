import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildStore, type BuiltStore } from './built-store'
import { accepted, everyLeft, intendAll, intended, numbers, openRun, type Run } from './journal-bench'
import { refusalOf, temporaryFile } from './store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

/** A run that intends jobs, accepts those that are even, and ends. */
async function leave(
  file: string,
  all: readonly number[],
  owner: Parameters<typeof openRun>[2] = {},
): Promise<void> {
  const { store, journal } = await openRun(built, file, owner)
  await intendAll(
    journal,
    all.map((number) => intended(number)),
  )
  await Promise.all(all.filter((number) => number % 2 === 0).map((number) => accepted(journal, number)))
  await store.close()
}

async function next(file: string): Promise<Run & { readonly runs: number[] }> {
  const run = await openRun(built, file, { instance: 'run-now' })
  const left = await everyLeft(run.journal)
  return { ...run, runs: [...new Set(left.map((entry) => entry.run))] }
}

const instanceRows = (file: string): unknown[] => {
  const db = new Database(file)
  try {
    return db.prepare('SELECT instance FROM journal_runs ORDER BY id').pluck().all()
  } finally {
    db.close()
  }
}

describe('what is left', () => {
  test('comes page by page, run after run', async () => {
    const file = temporaryFile()
    await leave(file, numbers(100, 300), { instance: 'run-1' })
    await leave(file, numbers(1, 200), { instance: 'run-2' })
    const { journal } = await next(file)
    const expected = [
      ...numbers(100, 300).map((number) => ['run-1', number]),
      ...numbers(1, 200).map((number) => ['run-2', number]),
    ]
    for (const limit of [1_000, 128, 7]) {
      const left = await everyLeft(journal, limit)
      expect(left.map(({ instance, number }) => [instance, number])).toEqual(expected)
    }
    expect((await journal.left({ limit: 500 })).next).toBeUndefined()
  })

  test('is not what this run has, nor what belongs to another place', async () => {
    const file = temporaryFile()
    await leave(file, [1, 2, 3], { place: 'another' })
    await leave(file, [4])
    const { journal } = await next(file)
    await intendAll(journal, [intended(9)])
    expect((await everyLeft(journal)).map(({ number }) => number)).toEqual([4])
    expect(await journal.countLeft()).toEqual({ here: 1, elsewhere: 3 })
  })

  test('stays over a run that does nothing with it', async () => {
    const file = temporaryFile()
    await leave(file, [1, 2])
    await (await next(file)).store.close()
    const { journal } = await next(file)
    expect((await everyLeft(journal)).map(({ state }) => state)).toEqual(['intended', 'accepted'])
  })
})

describe('forgetting', () => {
  test('takes away what is named, and passes over what is not there', async () => {
    const file = temporaryFile()
    await leave(file, numbers(1, 200))
    await leave(file, [1], { place: 'another' })
    const { journal, runs } = await next(file)
    await intendAll(journal, [intended(1)])
    const run = runs[0] ?? 0
    const named = [2, 3, 150, 3, 999].map((number) => ({ run, number }))
    await journal.forgetLeft([
      ...named,
      { run: run + 1, number: 1 },
      { run: run + 2, number: 1 },
      { run: 99, number: 1 },
    ])
    const left = await everyLeft(journal)
    expect(left.map(({ number }) => number)).toEqual(
      numbers(1, 200).filter((number) => ![2, 3, 150].includes(number)),
    )
    expect(await journal.countLeft()).toEqual({ here: 197, elsewhere: 1 })
  })

  test('of all of a run leaves its row: its holds may stand under a job of a later run', async () => {
    const file = temporaryFile()
    await leave(file, [1, 2], { instance: 'run-1' })
    await leave(file, [1], { instance: 'run-2' })
    const { store, journal, runs } = await next(file)
    await intendAll(journal, [intended(1)])
    await journal.forgetLeft([1, 2].map((number) => ({ run: runs[0] ?? 0, number })))
    journal.forget(1)
    await store.prune()
    await store.close()
    expect(instanceRows(file)).toEqual(['run-1', 'run-2', 'run-now'])
    const later = await openRun(built, file, { instance: 'run-later' })
    expect(await later.journal.earlierInstances()).toEqual(['run-1', 'run-2', 'run-now'])
  })
})

describe('the generation', () => {
  test.each([
    ['before its first entry', ['4'], '4'],
    ['while it goes on', ['4', '5'], '5'],
    ['never', [], undefined],
  ])('that a run saw %s comes with its entries', async (_when, seen, expected) => {
    const file = temporaryFile()
    const { store, journal } = await openRun(built, file, { instance: 'run-1' })
    const [first, ...later] = seen
    if (first !== undefined) journal.noteGeneration(first)
    await intendAll(journal, [intended(1)])
    for (const generation of later) journal.noteGeneration(generation)
    await store.close()
    expect((await everyLeft((await next(file)).journal)).map(({ generation }) => generation)).toEqual([
      expected,
    ])
  })

  test('a job between two attempts is told from one that was never tried', async () => {
    const file = temporaryFile()
    const { store, journal } = await openRun(built, file, { instance: 'run-1' })
    await intendAll(journal, [intended(1), intended(2)])
    await Promise.all([accepted(journal, 1), accepted(journal, 2)])
    journal.retry(2)
    await store.close()
    expect((await everyLeft((await next(file)).journal)).map(({ state }) => state)).toEqual([
      'accepted',
      'retrying',
    ])
  })
})

test('that a job was interrupted is known to every later run', async () => {
  const file = temporaryFile()
  await leave(file, [1, 2, 4], { instance: 'run-1' })
  const { store, journal, runs } = await next(file)
  await journal.interruptLeft([{ run: runs[0] ?? 0, number: 2 }])
  await store.close()
  const states = (await everyLeft((await next(file)).journal)).map(({ number, state }) => [number, state])
  expect(states).toEqual([
    [1, 'intended'],
    [2, 'interrupted'],
    [4, 'accepted'],
  ])
})

describe('taking over', () => {
  test('makes entries ones of this run, accepted and in the order in which they were named', async () => {
    const file = temporaryFile()
    await leave(file, numbers(1, 300))
    const { store, journal, runs } = await next(file)
    const run = runs[0] ?? 0
    const taken = [250, 1, 2].map((number, at) => ({ run, number, newNumber: 10 + at }))
    await intendAll(journal, [intended(13)])
    await journal.takeOver(taken)
    expect((await everyLeft(journal)).map(({ number }) => number)).toEqual(
      numbers(1, 300).filter((number) => ![250, 1, 2].includes(number)),
    )
    await store.close()

    const later = await openRun(built, file, { instance: 'run-later' })
    const ofNow = (await everyLeft(later.journal)).filter(({ instance }) => instance === 'run-now')
    expect(ofNow).toMatchObject([
      { ...intended(250), number: 10, state: 'accepted' },
      { ...intended(1), number: 11, state: 'accepted' },
      { ...intended(2), number: 12, state: 'accepted' },
      { ...intended(13), state: 'intended' },
    ])
  })

  test('is all or nothing', async () => {
    const file = temporaryFile()
    await leave(file, [1, 2, 3])
    const { store, journal, runs } = await next(file)
    const run = runs[0] ?? 0
    const refusal = await refusalOf(
      journal.takeOver([1, 2, 77].map((number) => ({ run, number, newNumber: number + 10 }))),
    )
    expect(refusal).toMatchObject({
      code: 'store-bad-record',
      message: expect.stringContaining('77') as string,
    })
    const none = refusalOf(journal.takeOver([{ run, number: 1, newNumber: Number.NaN }]))
    expect((await none).code).toBe('store-bad-record')
    expect((await everyLeft(journal)).map(({ number }) => number)).toEqual([1, 2, 3])
    await intendAll(journal, [intended(1)])
    await store.close()
    const later = await next(file)
    expect((await everyLeft(later.journal)).map(({ instance, number }) => [instance, number])).toEqual([
      ['run-a', 1],
      ['run-a', 2],
      ['run-a', 3],
      ['run-now', 1],
    ])
  })

  test('is followed by what becomes of the job in this run', async () => {
    const file = temporaryFile()
    await leave(file, [1, 2])
    const { store, journal, runs } = await next(file)
    void journal.takeOver([1, 2].map((number) => ({ run: runs[0] ?? 0, number, newNumber: number + 10 })))
    expect(await accepted(journal, 11)).toBeUndefined()
    journal.forget(12)
    await store.close()
    const later = await next(file)
    expect((await everyLeft(later.journal)).map(({ number }) => number)).toEqual([11])
  })
})

test('a clean-up takes the texts of jobs that are gone beside a few that stay', async () => {
  const file = temporaryFile()
  await leave(file, numbers(0, 256))
  const { store, journal, runs } = await next(file)
  await intendAll(
    journal,
    numbers(0, 256).map((number) => intended(number)),
  )
  await accepted(journal, 200)
  const stays = [7, 100, 200]
  for (const number of numbers(0, 256)) if (!stays.includes(number)) journal.forget(number)
  const gone = numbers(0, 250).map((number) => ({ run: runs[0] ?? 0, number }))
  await journal.forgetLeft(gone)
  // Of the earlier run one block is gone already; of this one the texts of both are mostly of jobs that are.
  expect(await store.prune()).toMatchObject({ journalBlocks: 3 })
  expect(await store.prune()).toMatchObject({ journalBlocks: 0 })
  await intendAll(journal, [intended(256)])
  expect(await accepted(journal, 7)).toBeUndefined()
  expect(await store.prune()).toMatchObject({ journalBlocks: 0 })
  await store.close()

  const db = new Database(file)
  const sizes = db
    .prepare('SELECT json_array_length(entries) AS jobs FROM journal_texts ORDER BY run, first')
    .all()
  db.close()
  expect(sizes).toEqual([6, 2, 1, 1].map((jobs) => ({ jobs })))
  const later = await openRun(built, file)
  expect(
    (await everyLeft(later.journal)).map(({ instance, number, state }) => [instance, number, state]),
  ).toEqual([
    ...numbers(250, 6).map((number) => ['run-a', number, number % 2 === 0 ? 'accepted' : 'intended']),
    ['run-now', 7, 'accepted'],
    ['run-now', 100, 'intended'],
    ['run-now', 200, 'accepted'],
    ['run-now', 256, 'intended'],
  ])
})
