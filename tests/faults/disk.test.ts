import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { openReadyBench, type BenchOptions, type RuntimeBench } from '../runtime/runtime-bench'
import { buildStore, type BuiltStore } from '../store/built-store'
import { fill, smallDisk } from '../store/small-disk'
import { endWithTest } from '../support/clean-up'
import { startRedisServer } from '../support/redis-server'
import { waitFor } from '../support/wait-for'

let host: BuiltHost
let store: BuiltStore
beforeAll(async () => {
  ;[host, store] = await Promise.all([buildHost(), buildStore()])
}, 60_000)
afterAll(() => Promise.all([host.remove(), store.remove()]))

/** Needs room of its own in the file of the store. */
const LARGE = JSON.stringify('x'.repeat(100_000))
const job = (key: string, argument = 'null', backoffMs = 600_000) => ({ key, backoffMs, argument })

/** Writes each run down beside the scripts, where there is always room. */
const WRITES = `
  import { appendFileSync } from 'node:fs'
  export default (_, { key }) => appendFileSync(new URL('./ran', import.meta.url), key + '\\n')`

/** A folder of the user; what is in it stays when a runtime ends. */
function userFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-disk-'))
  writeFileSync(join(folder, 'writes.js'), WRITES)
  writeFileSync(join(folder, 'ran'), '')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const fileOf = (folder: string): string => join(folder, 'stores', 'test.sqlite')
const ranIn = (folder: string): string[] =>
  readFileSync(join(folder, 'ran'), 'utf8').split('\n').filter(Boolean)

const open = (folder: string, options: BenchOptions = {}): Promise<RuntimeBench> =>
  openReadyBench(host, { storeEntry: store.entry, sameFolder: folder, handler: 'writes.js', ...options })

const heldKeys = async (bench: RuntimeBench): Promise<string[]> =>
  (await bench.names()).flatMap((name) => name.split(':jobKey:')[1] ?? []).sort()

async function codesOf({ runtime }: RuntimeBench): Promise<string[]> {
  const { rows } = await runtime.problems()
  return rows.map(({ error }) => error.code)
}

const idle = (bench: RuntimeBench) =>
  bench.live('nothing waits', ({ counters }) => counters.waiting + counters.running === 0)

test('a full disk refuses jobs, lets those before run to their end, and is over when there is room', async ({
  skip,
}) => {
  const folder = userFolder()
  const disk = smallDisk(join(folder, 'stores'))
  if (disk === undefined) return skip('Only root may mount a small disk.')
  const bench = await open(folder)
  const { runtime } = bench
  runtime.pause()
  for (const key of ['before:1', 'before:2']) await runtime.schedule(job(key))
  const ballast = fill(disk)

  const refused = await Promise.all(
    ['a', 'b', 'c'].map(async (key) => runtime.schedule(job(`full:${key}`, LARGE))),
  )
  expect(refused.map(({ outcome }) => outcome)).toEqual(Array(3).fill('journal-error'))
  expect(await heldKeys(bench)).toEqual(['before:1', 'before:2'])
  expect(runtime.live().journal).toMatchObject({ state: 'failing', error: { code: 'store-disk-full' } })
  expect(await codesOf(bench)).toContain('store-disk-full')

  runtime.resume()
  await idle(bench)
  expect(ranIn(folder)).toEqual(['before:1', 'before:2'])
  expect(await heldKeys(bench)).toEqual(['before:1', 'before:2'])
  expect(runtime.live().counters).toMatchObject({ done: 2 })

  rmSync(ballast)
  expect(await runtime.schedule(job('after', LARGE))).toMatchObject({ outcome: 'scheduled' })
  expect(runtime.live().journal).toEqual({ state: 'on' })
})

test('goes on without the journal only when told to, and with it again', async ({ skip }) => {
  const folder = userFolder()
  const disk = smallDisk(join(folder, 'stores'))
  if (disk === undefined) return skip('Only root may mount a small disk.')
  const bench = await open(folder)
  const { runtime } = bench
  runtime.pause()
  const ballast = fill(disk)
  expect(await runtime.schedule(job('refused', LARGE))).toMatchObject({ outcome: 'journal-error' })

  runtime.journal.goWithout()
  expect(await runtime.schedule(job('unwritten', LARGE))).toMatchObject({ outcome: 'scheduled' })
  expect(runtime.live().journal).toMatchObject({ state: 'off', error: { code: 'store-disk-full' } })
  expect(runtime.pending()).toMatchObject({ waiting: 1, keeps: false })

  runtime.journal.tryAgain()
  expect(await runtime.schedule(job('still', LARGE))).toMatchObject({ outcome: 'journal-error' })
  expect(runtime.live().journal).toMatchObject({ state: 'failing' })
  rmSync(ballast)
  expect(await runtime.schedule(job('written', LARGE))).toMatchObject({ outcome: 'scheduled' })
  runtime.resume()
  await idle(bench)
  expect(ranIn(folder)).toEqual(['unwritten', 'written'])
})

test.for(['there is room again', 'the disk is full still'])(
  'a job whose end met a full disk does not run again at the next start: %s',
  async (then, { skip }) => {
    const folder = userFolder()
    const disk = smallDisk(join(folder, 'stores'))
    if (disk === undefined) return skip('Only root may mount a small disk.')
    const server = endWithTest(await startRedisServer())
    const first = await open(folder, { server })
    const { runtime } = first
    runtime.pause()
    // Without a backoff nothing in Redis tells that it has run.
    await runtime.schedule(job('once', 'null', 0))
    await runtime.schedule(job('large', LARGE, 0))
    const ballast = fill(disk)
    runtime.resume()
    await idle(first)
    expect(await codesOf(first)).toContain('store-disk-full')
    if (then === 'there is room again') rmSync(ballast)
    await runtime.stop({ waiting: 'keep' })
    rmSync(ballast, { force: true })

    const next = await open(folder, { server })
    await next.live('all is taken up', ({ recovery }) => [undefined, 'done'].includes(recovery?.state))
    await idle(next)
    expect(ranIn(folder)).toEqual(['once', 'large'])
    expect(await heldKeys(next)).toEqual([])
  },
)

test('a full disk under the marks of runs: what waits runs to its end, once each', async ({ skip }) => {
  const folder = userFolder()
  const disk = smallDisk(join(folder, 'marks'))
  if (disk === undefined) return skip('Only root may mount a small disk.')
  const bench = await open(folder)
  const { runtime } = bench
  runtime.pause()
  // More than a page of the file has marks for.
  const keys = Array.from({ length: 500 }, (_, index) => `job:${index}`)
  await Promise.all(keys.map(async (key) => runtime.schedule(job(key))))
  await bench.live('a host is up', ({ handler }) => handler.version)
  fill(disk)
  runtime.resume()
  await idle(bench)
  expect(ranIn(folder)).toEqual(keys)
  expect(runtime.live().counters).toMatchObject({ done: 500 })
})

test('a folder that is read-only from the start is told, and nothing is scheduled unasked', async ({
  skip,
}) => {
  const folder = userFolder()
  const disk = smallDisk(join(folder, 'stores'))
  if (disk === undefined) return skip('Only root may mount a small disk.')
  await (await open(folder)).runtime.stop({ waiting: 'keep' })
  expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0)
  const bench = await open(folder)
  const { runtime } = bench
  const code = expect.stringMatching(/^store-(read-only|no-access)$/) as string
  expect(runtime.live().journal).toMatchObject({ state: 'failing', error: { code } })
  expect(await codesOf(bench)).toEqual([code])
  expect(await runtime.schedule(job('refused'))).toMatchObject({ outcome: 'journal-error' })
  expect(await heldKeys(bench)).toEqual([])
  runtime.journal.goWithout()
  expect(await runtime.schedule(job('unwritten'))).toMatchObject({ outcome: 'scheduled' })
  await idle(bench)
  expect(ranIn(folder)).toEqual(['unwritten'])
})

test('a damaged file is kept byte for byte, told, and a new one begun', async () => {
  const folder = userFolder()
  mkdirSync(join(folder, 'stores'))
  const bytes = Buffer.alloc(50_000, 'no database ')
  writeFileSync(fileOf(folder), bytes)
  const bench = await open(folder)
  const { runtime } = bench
  expect(await codesOf(bench)).toEqual(['store-corrupt'])
  const kept = readdirSync(join(folder, 'stores')).filter((name) => name.includes('.damaged-'))
  expect(kept).toHaveLength(1)
  expect(readFileSync(join(folder, 'stores', kept[0] ?? '')).equals(bytes)).toBe(true)
  expect(runtime.live().journal).toEqual({ state: 'on' })
  expect(await runtime.schedule(job('kept'))).toMatchObject({ outcome: 'scheduled' })
})

test('a file that is damaged in use is told, and what waits is written down in the new one', async () => {
  const folder = userFolder()
  const server = endWithTest(await startRedisServer())
  const earlier = await open(folder, { server })
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => earlier.runtime.schedule(job(`earlier:${index}`, LARGE))),
  )
  await idle(earlier)
  await earlier.runtime.stop({ waiting: 'keep' })
  const bench = await open(folder, { server })
  const { runtime } = bench
  runtime.pause()
  const keys = Array.from({ length: 1_200 }, (_, index) => `waits:${index}`)
  await Promise.all(keys.map(async (key) => runtime.schedule(job(key))))
  // All but the first page, which has the header and the schema.
  writeFileSync(fileOf(folder), readFileSync(fileOf(folder)).fill(0xa5, 4_096))
  const filter = { text: '', outcomes: [], handler: '' }
  const sort = { by: 'finished', descending: true } as const
  await waitFor(
    () =>
      runtime.history.jobs({ filter, sort, limit: 100 }).then(
        () => false,
        () => true,
      ),
    { what: 'the damage was met' },
  )
  expect(await codesOf(bench)).toEqual(['store-corrupt'])
  expect(await runtime.schedule(job('later'))).toMatchObject({ outcome: 'scheduled' })
  expect(runtime.pending()).toMatchObject({ waiting: 1_201, keeps: true })
  await runtime.stop({ waiting: 'keep' })

  const next = await open(folder, { server })
  await next.live('all is taken up', ({ recovery }) => [undefined, 'done'].includes(recovery?.state))
  await idle(next)
  expect(ranIn(folder).slice(60).sort()).toEqual([...keys, 'later'].sort())
})

test('the file of a newer app is refused, and not touched', async () => {
  const folder = userFolder()
  await (await open(folder)).runtime.stop({ waiting: 'keep' })
  const newer = readFileSync(fileOf(folder))
  newer.writeInt32BE(1_000, 60)
  writeFileSync(fileOf(folder), newer)
  const bench = await open(folder)
  const { runtime } = bench
  expect(runtime.live().journal).toMatchObject({ state: 'failing', error: { code: 'store-newer' } })
  expect(await codesOf(bench)).toEqual(['store-newer'])
  expect(await runtime.schedule(job('refused'))).toMatchObject({ outcome: 'journal-error' })
  await runtime.stop({ waiting: 'keep' })
  expect(readdirSync(join(folder, 'stores'))).toEqual(['test.sqlite'])
  expect(readFileSync(fileOf(folder)).equals(newer)).toBe(true)
})
