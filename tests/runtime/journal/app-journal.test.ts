import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../../src/processor/clock'
import { AppJournal } from '../../../src/runtime/journal/app-journal'
import { ProblemLog } from '../../../src/runtime/problem-log'
import type { StoreJournal } from '../../../src/store/store-journal'
import { storeEnded, StoreError } from '../../../src/store/store-error'
import { buildStore, type BuiltStore } from '../../store/built-store'
import { everyLeft, openRun, type Run } from '../../store/journal-bench'
import { fill, smallDisk } from '../../store/small-disk'
import { temporaryFile } from '../../store/store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

const FAILURE = new StoreError(storeEnded('as if out of memory'))

function journalOn(store: StoreJournal | undefined) {
  const problems = new ProblemLog(
    systemClock,
    () => undefined,
    () => undefined,
  )
  const journal = new AppJournal({
    ...{
      store,
      failure: store ? undefined : FAILURE,
      clock: systemClock,
      problems,
      changed: () => undefined,
    },
  })
  const entry = (number: number, arg: unknown = 'null') => ({ number, key: `k:${number}`, backoffMs: 0, arg })
  return {
    journal,
    told: () => problems.rows().map(({ error }) => error.code),
    intend: (number: number, arg?: string) =>
      new Promise<string | undefined>((resolve) => journal.intend(entry(number, arg), resolve)),
    accept: (number: number) => new Promise<string | undefined>((resolve) => journal.accept(number, resolve)),
    end: (number: number) => new Promise<void>((resolve) => journal.end(number, resolve)),
  }
}

/** What the next run finds: numbers and states. */
async function leftBy({ store }: Run, file: string): Promise<unknown[]> {
  await store.close()
  const next = await openRun(built, file, { instance: 'next' })
  return (await everyLeft(next.journal)).map(({ number, state }) => [number, state])
}

test('writes down what is scheduled, and what became of it', async () => {
  const file = temporaryFile()
  const run = await openRun(built, file)
  const { journal, intend, accept, end } = journalOn(run.journal)
  expect(journal.view()).toEqual({ state: 'on' })
  for (const number of [1, 2, 3, 4]) expect(await intend(number)).toBeUndefined()
  for (const number of [2, 3, 4]) expect(await accept(number)).toBeUndefined()
  await end(3)
  journal.forget(4)
  expect(await leftBy(run, file)).toEqual([
    [1, 'intended'],
    [2, 'accepted'],
    [3, 'ended'],
  ])
})

test('while it is off nothing is written of new jobs; those before are followed to their end', async () => {
  const file = temporaryFile()
  const run = await openRun(built, file)
  const { journal, intend, accept, end } = journalOn(run.journal)
  for (const number of [1, 2]) await intend(number)
  for (const number of [1, 2]) await accept(number)
  journal.goWithout()
  expect([journal.view().state, journal.keeps]).toEqual(['off', true])
  for (const number of [3, 5]) {
    expect(await intend(number)).toBeUndefined()
    expect(await accept(number)).toBeUndefined()
  }
  await end(1)
  journal.tryAgain()
  // What was scheduled meanwhile waits still, and is not written down.
  expect([journal.view(), journal.keeps]).toEqual([{ state: 'on' }, false])
  await intend(6)
  await accept(6)
  journal.goWithout()
  await intend(7)
  journal.tryAgain()
  // Of no entry: nothing is said of it.
  for (const number of [3, 7]) await end(number)
  journal.retry(5)
  journal.forget(5)
  await end(6)
  expect(journal.keeps).toBe(true)
  expect(await leftBy(run, file)).toEqual([
    [1, 'ended'],
    [2, 'accepted'],
    [6, 'ended'],
  ])
})

test('without a store it fails with the reason, until it is switched off', async () => {
  const { journal, told, intend, accept, end } = journalOn(undefined)
  expect(journal.view()).toMatchObject({ state: 'failing', error: { code: 'store-failed' } })
  expect(await intend(1)).toContain('as if out of memory')
  journal.goWithout()
  expect([await intend(2), await accept(2)]).toEqual([undefined, undefined])
  await end(2)
  journal.tryAgain()
  expect(journal.view().state).toBe('failing')
  expect(await intend(3)).toContain('as if out of memory')
  expect(told()).toEqual(['store-failed'])
})

test('a full disk: failing, told once, an end is owed; by itself on again', async ({ skip }) => {
  const folder = smallDisk()
  if (folder === undefined) return skip('Only root may mount a small disk.')
  const file = join(folder, 'jobs.db')
  const run = await openRun(built, file)
  const { journal, told, intend, accept, end } = journalOn(run.journal)
  await intend(1)
  await accept(1)
  const ballast = fill(folder)
  const large = JSON.stringify('x'.repeat(200_000))
  const ending = end(1)
  expect(await intend(2, large)).toContain('full')
  await ending
  expect(await intend(3, large)).toContain('full')
  expect(journal.view()).toMatchObject({ state: 'failing', error: { code: 'store-disk-full' } })
  expect([journal.keeps, journal.owesEnds]).toEqual([true, true])
  expect(told()).toEqual(['store-disk-full'])
  rmSync(ballast)
  expect(await intend(4, large)).toBeUndefined()
  expect(journal.view()).toEqual({ state: 'on' })
  expect([journal.keeps, journal.owesEnds]).toEqual([true, false])
  expect(await leftBy(run, file)).toEqual([
    [1, 'ended'],
    [4, 'intended'],
  ])
})

test('an end that met a full disk is written when the store closes', async ({ skip }) => {
  const folder = smallDisk()
  if (folder === undefined) return skip('Only root may mount a small disk.')
  const file = join(folder, 'jobs.db')
  const run = await openRun(built, file)
  const { intend, accept, end } = journalOn(run.journal)
  await intend(1)
  await accept(1)
  const ballast = fill(folder)
  const ending = end(1)
  expect(await intend(2, JSON.stringify('x'.repeat(200_000)))).toContain('full')
  await ending
  rmSync(ballast)
  expect(await leftBy(run, file)).toEqual([[1, 'ended']])
})
