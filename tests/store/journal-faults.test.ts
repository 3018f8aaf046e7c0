import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoreError } from '../../src/store/store-error'
import { buildStore, type BuiltStore } from './built-store'
import { accepted, ended, everyLeft, intendAll, intended, numbers, openRun } from './journal-bench'
import { fill, smallDisk } from './small-disk'
import { refusalOf, temporaryFile } from './store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

test('a full disk fails intents; what became of jobs goes with the next commit', async ({ skip }) => {
  const folder = smallDisk()
  if (folder === undefined) return skip('Only root may mount a small disk.')
  const file = join(folder, 'jobs.db')
  const { store, journal } = await openRun(built, file)
  await intendAll(
    journal,
    [1, 2, 3].map((number) => intended(number)),
  )
  await accepted(journal, 1)
  const ballast = fill(folder)

  const large = { argument: JSON.stringify('x'.repeat(200_000)) }
  const told = Promise.all([ended(journal, 1), accepted(journal, 2)])
  journal.forget(3)
  const failures = [...(await intendAll(journal, [intended(4, large), intended(5)])), ...(await told)]
  expect(failures.map((failure) => failure?.code)).toEqual(Array(4).fill('store-disk-full'))
  // Where nothing was intended there is nothing to accept.
  rmSync(ballast)
  expect((await accepted(journal, 4))?.code).toBe('store-corrupt')
  expect(await intendAll(journal, [intended(6)])).toEqual([undefined])
  await store.close()

  const next = await openRun(built, file)
  expect((await everyLeft(next.journal)).map(({ number, state }) => [number, state])).toEqual([
    [1, 'ended'],
    [2, 'accepted'],
    [6, 'intended'],
  ])
})

test('a disk that is full from the first entry on begins the run when there is room', async ({ skip }) => {
  const folder = smallDisk()
  if (folder === undefined) return skip('Only root may mount a small disk.')
  const file = join(folder, 'jobs.db')
  const { store, journal } = await openRun(built, file)
  const ballast = fill(folder)
  const large = { argument: JSON.stringify('x'.repeat(200_000)) }
  expect((await intendAll(journal, [intended(1, large)]))[0]?.code).toBe('store-disk-full')
  rmSync(ballast)
  expect(await intendAll(journal, [intended(2)])).toEqual([undefined])
  await store.close()
  const next = await openRun(built, file)
  expect(await everyLeft(next.journal)).toMatchObject([{ number: 2, instance: 'run-a' }])
})

test('a thread that dies tells all that wait, in call order', async () => {
  const entry = join(dirname(temporaryFile()), 'dying.cjs')
  writeFileSync(
    entry,
    `const { parentPort } = require('node:worker_threads')
     parentPort.postMessage({ type: 'opened' })
     parentPort.on('message', (message) => {
       if (message.type === 'write') throw new Error('as if out of memory')
     })`,
  )
  const { store, journal } = await openRun(built, temporaryFile(), {}, { entry })
  const told: string[] = []
  const tell = (name: string) => (failure?: StoreError) => void told.push(`${name} ${failure?.code ?? ''}`)
  journal.intend(intended(1), tell('intend 1'))
  await new Promise((resolve) => setImmediate(resolve))
  journal.accept(1, tell('accept 1'))
  await ended(journal, 1)
  journal.end(1, tell('end 1'))
  await store.close()
  await new Promise((resolve) => setImmediate(resolve))
  expect(told).toEqual(['intend 1 store-failed', 'accept 1 store-failed', 'end 1 store-failed'])
})

test('entries that went with a damaged file cannot be accepted; new ones are kept in the new file', async () => {
  const file = temporaryFile()
  const before = await openRun(built, file, { instance: 'before' })
  await intendAll(
    before.journal,
    numbers(1, 2_000).map((number) => intended(number)),
  )
  await before.store.close()

  const problems: StoreError[] = []
  const { store, journal } = await openRun(
    built,
    file,
    {},
    { onProblem: (problem) => problems.push(problem) },
  )
  await intendAll(journal, [intended(1)])
  const bytes = readFileSync(file)
  // All but the first page, which has the header and the schema.
  bytes.fill(0xa5, 4_096)
  writeFileSync(file, bytes)
  expect((await refusalOf(journal.left({ limit: 1_000 }))).code).toBe('store-corrupt')
  expect((await accepted(journal, 1))?.code).toBe('store-corrupt')
  await intendAll(journal, [intended(2)])
  expect(await accepted(journal, 2)).toBeUndefined()
  expect(problems.map(({ code }) => code)).toEqual(['store-corrupt'])
  await store.close()
  const next = await openRun(built, file)
  expect(await everyLeft(next.journal)).toMatchObject([{ number: 2, state: 'accepted' }])
})
