import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { buildStore, type BuiltStore } from '../../store/built-store'
import { ended, fill, marked, nameOf, scan, scanIdOf } from '../holds-bench'
import { openReadyBench, type BenchOptions } from '../runtime-bench'
import { noted, notedActs } from './audit-bench'

let host: BuiltHost
let store: BuiltStore
beforeAll(async () => {
  ;[host, store] = await Promise.all([buildHost(), buildStore()])
}, 60_000)
afterAll(async () => {
  await Promise.all([host.remove(), store.remove()])
})

const open = (options: BenchOptions = {}) => openReadyBench(host, { storeEntry: store.entry, ...options })
const generationName = 'orders:goio.bgProcessor.generation'

describe('the audit notes of the generation', () => {
  it('a bump with its reason, the operator and the profile as it was called then', async () => {
    const bench = await open({ name: 'Shop', environment: 'production' })
    await bench.runtime.bumps.confirm('0', '  sellers were stuck ')
    expect(await notedActs(bench, 1)).toEqual([{ act: 'bump', from: '0', to: '1' }])
    expect(await noted(bench)).toMatchObject([
      {
        act: 'bump',
        operator: 'ada',
        reason: 'sellers were stuck',
        profileId: 'test',
        known: { profile: { name: 'Shop', environment: 'production' } },
      },
    ])
  })

  it('no bump that found another generation than it was for', async () => {
    const bench = await open()
    await bench.redis.set(generationName, '7')
    expect(await bench.runtime.bumps.confirm('0')).toMatchObject({ outcome: 'changed' })
    bench.runtime.pause()
    expect(await notedActs(bench, 1)).toMatchObject([{ act: 'pause' }])
  })
})

describe('the audit notes of holds', () => {
  it('a release with key, name, generation and what came of it, and no question back', async () => {
    const bench = await open()
    await fill(bench, 1, 0)
    const [row] = await scan(bench)
    const { nameBytes = '', valueBytes = '', expiresAt = null } = row ?? {}
    const request = { nameBytes, valueBytes, expiresAt, job: 'ask' as const, reason: 'stuck' }
    await bench.runtime.release(request)
    await bench.runtime.release(request)
    const release = { act: 'release', key: 'many:1', redisKey: nameOf('many:1', 0), generation: '0' }
    expect(await notedActs(bench, 2)).toEqual([
      { ...release, outcome: 'released', jobCancelled: false },
      { ...release, outcome: 'gone', jobCancelled: false },
    ])
    expect((await noted(bench))[0]).toMatchObject({ reason: 'stuck' })
  })

  it('a release of many at its end, with its counts and the first keys', async () => {
    const bench = await open()
    await fill(bench, 30, 0)
    await scan(bench, { text: 'many:' })
    const targets = { kind: 'all' as const, scanId: scanIdOf(bench) }
    const { previewId } = await bench.runtime.holds.preview({ targets })
    await bench.redis.del(nameOf('many:4', 0), nameOf('many:5', 0))
    await bench.runtime.holds.releaseMany({ previewId, jobsHere: 'skip', typed: '', reason: 'r' })
    const [act] = await notedActs(bench, 1)
    expect(act).toMatchObject({
      ...{ act: 'release-holds', phase: 'done', total: 30, changed: 28, failed: 2, unknown: 0 },
      ...{ unreached: 0, matching: 'many:', jobsHere: 'skip' },
      keys: expect.arrayContaining([expect.stringMatching(/^many:\d+$/)]) as string[],
    })
    expect(act).toHaveProperty('keys.length', 20)
  })

  it('an extension and a purge; of a large act that it begins, too', async () => {
    const bench = await open()
    await fill(bench, 2, 0)
    const { previewId } = await bench.runtime.holds.preview({ targets: marked(await scan(bench)) })
    const extension = { kind: 'by' as const, ms: 60_000 }
    await ended(bench, await bench.runtime.holds.extend({ previewId, extension, typed: '' }))
    await bench.redis.set(generationName, '3')
    await bench.live('it is read', ({ generation }) => generation === '3')
    const stale = await bench.runtime.holds.stale()
    await ended(bench, await bench.runtime.holds.purge({ previewId: stale.previewId, typed: '' }))
    expect(await notedActs(bench, 3)).toMatchObject([
      { act: 'extend-holds', phase: 'done', total: 2, changed: 2, extension, keys: ['many:1', 'many:2'] },
      { act: 'purge-holds', phase: 'begun', changed: 0, current: '3', generations: ['0'] },
      { act: 'purge-holds', phase: 'done', changed: 2 },
    ])
  })
})

describe('the audit notes of the queue', () => {
  it('a pause and the end of one, each once, and what waited', async () => {
    const bench = await open()
    bench.runtime.pause('maintenance')
    bench.runtime.pause()
    await bench.runtime.schedule({ key: 'a', backoffMs: 60_000, argument: '{}' })
    bench.runtime.resume()
    bench.runtime.resume()
    expect(await notedActs(bench, 2)).toEqual([
      { act: 'pause', waiting: 0, running: 0 },
      { act: 'resume', waiting: 1 },
    ])
  })

  it('one job cancelled or moved, by its key; none where there was no job', async () => {
    const bench = await open()
    bench.runtime.pause()
    const ids: number[] = []
    for (const key of ['a', 'b', 'c']) {
      const outcome = await bench.runtime.schedule({ key, backoffMs: 60_000, argument: '{}' })
      if (outcome.outcome === 'scheduled') ids.push(outcome.jobId)
    }
    const [a = 0, b = 0, c = 0] = ids
    bench.runtime.job.runNext(c)
    await bench.runtime.cancel(a)
    await bench.runtime.cancel(a)
    await ended(bench, bench.runtime.queue.cancelJobs({ jobIds: [a, b], reason: 'old' }))
    expect(await notedActs(bench, 4)).toMatchObject([
      { act: 'pause' },
      { act: 'run-next', key: 'c', jobId: c },
      { act: 'cancel', key: 'a', jobId: a, outcome: 'removed' },
      { act: 'cancel-jobs', phase: 'done', total: 2, changed: 1, failed: 1, keys: ['b'] },
    ])
  })

  it('jobs scheduled again', async () => {
    const bench = await open()
    await bench.runtime.schedule({ key: 'a', backoffMs: 0, argument: '{}' })
    await bench.live('it has ended', ({ finishedCount }) => finishedCount === 1)
    const { rows } = await bench.runtime.finished({ offset: 0, limit: 1 })
    await ended(bench, bench.runtime.queue.scheduleAgain(rows.map(({ sequence }) => sequence)))
    expect(await notedActs(bench, 1)).toMatchObject([
      { act: 'schedule-again', phase: 'done', total: 1, changed: 1, keys: ['a'] },
    ])
  })
})

describe('the audit notes of scripts and recurring jobs', () => {
  it('what was made, saved, activated, renamed and deleted', async () => {
    const bench = await open()
    const { handlers } = bench.runtime
    const text = 'export default async () => {}\n'
    const made = await handlers.save({ file: 'own.js', text, expected: null })
    if (made.outcome !== 'saved') throw new Error(made.outcome)
    const { version } = made.script
    await handlers.save({ file: 'own.js', text: `${text}\n`, expected: 'a'.repeat(64) })
    await handlers.use('own.js')
    await handlers.rename({ file: 'own.js', to: 'mine.js' })
    await handlers.use('echo.js')
    await handlers.trash('mine.js')
    expect(await notedActs(bench, 5)).toEqual([
      { act: 'handler-save', file: 'own.js', version, created: true, active: false },
      { act: 'handler-use', file: 'own.js', before: 'echo.js' },
      { act: 'handler-rename', file: 'own.js', to: 'mine.js' },
      { act: 'handler-use', file: 'echo.js', before: 'mine.js' },
      { act: 'handler-trash', file: 'mine.js' },
    ])
  })

  it('a recurring job made, switched and removed', async () => {
    const bench = await open()
    const { recurring } = bench.runtime
    const times = { kind: 'every' as const, everyMs: 3_600_000 }
    const entry = { id: null, on: false, key: 'nightly', backoffMs: 0, argument: '{}', times }
    const { entries } = await recurring.save({ entry })
    const id = entries[0]?.id ?? ''
    await recurring.switch({ id, on: true })
    await recurring.remove(id)
    expect(await notedActs(bench, 3)).toEqual([
      { act: 'recurring-save', key: 'nightly', created: true, on: false },
      { act: 'recurring-switch', key: 'nightly', on: true },
      { act: 'recurring-remove', key: 'nightly' },
    ])
  })
})
