import { spawnSync } from 'node:child_process'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { StoreError } from '../../src/store/store-error'
import { buildProgram, buildStore, type BuiltStore } from './built-store'
import { fill, smallDisk } from './small-disk'
import { jobRecord, openStore, refusalOf, temporaryFile } from './store-bench'

let built: BuiltStore
let opener: string
beforeAll(async () => {
  built = await buildStore()
  opener = await buildProgram(built, 'opener')
})
afterAll(() => built.remove())

/** What opening the file answers to a user who is not root. */
function openAsUser(file: string): unknown {
  const run = spawnSync(process.execPath, [opener, file, built.entry], { encoding: 'utf8' })
  return JSON.parse(run.stdout)
}

test.runIf(process.getuid)('a folder that may not be written to is told, with what to do', () => {
  const file = temporaryFile()
  chmodSync(dirname(file), 0o555)
  onTestFinished(() => chmodSync(dirname(file), 0o755))
  expect(openAsUser(file)).toMatchObject({ code: 'store-no-access' })
})

test.runIf(process.getuid)('a file that may be read and not written is told', async () => {
  const file = temporaryFile()
  await (await openStore(built, { file })).close()
  chmodSync(file, 0o444)
  chmodSync(dirname(file), 0o555)
  onTestFinished(() => chmodSync(dirname(file), 0o755))
  expect(openAsUser(file)).toMatchObject({ code: 'store-read-only' })
})

test('a thread that dies fails what it had not acknowledged, is told, and nothing more is taken', async () => {
  const entry = join(dirname(temporaryFile()), 'dying.cjs')
  writeFileSync(
    entry,
    `const { parentPort } = require('node:worker_threads')
     parentPort.postMessage({ type: 'opened' })
     parentPort.on('message', (message) => {
       if (message.type === 'write') throw new Error('as if out of memory')
     })`,
  )
  const problems: StoreError[] = []
  const store = await openStore(built, { entry, onProblem: (problem) => problems.push(problem) })
  const question = refusalOf(store.jobs({}, { limit: 1 }))
  const refusal = await refusalOf(store.addJob(jobRecord(1)))
  expect(refusal).toMatchObject({ code: 'store-failed' })
  expect(refusal.message).toContain('as if out of memory')
  expect((await question).code).toBe('store-failed')
  expect(problems.map(({ code }) => code)).toEqual(['store-failed'])
  expect((await refusalOf(store.addJob(jobRecord(2)))).code).toBe('store-failed')
  expect(store.counts).toEqual({ commits: 0, written: 0, refused: 1, failed: 1, waiting: 0 })
})

test('a full disk fails the records, is told once, and ends when there is room', async ({ skip }) => {
  const folder = smallDisk()
  if (folder === undefined) return skip('Only root may mount a small disk.')
  const problems: StoreError[] = []
  const file = join(folder, 'jobs.db')
  const store = await openStore(built, { file, onProblem: (problem) => problems.push(problem) })
  await store.addJob(jobRecord(1))
  const ballast = fill(folder)

  const large = { argument: JSON.stringify('x'.repeat(100_000)) }
  const refusal = await refusalOf(store.addJob(jobRecord(2, large)))
  expect(refusal).toMatchObject({
    code: 'store-disk-full',
    remedy: expect.stringContaining('Free') as string,
  })
  await refusalOf(store.addJob(jobRecord(3, large)))
  expect(problems.map(({ code }) => code)).toEqual(['store-disk-full'])
  expect(store.counts).toMatchObject({ written: 1, failed: 2, waiting: 0 })

  rmSync(ballast)
  await store.addJob(jobRecord(4, large))
  expect(await store.countJobs({}, 10)).toEqual({ count: 2, more: false })
})
