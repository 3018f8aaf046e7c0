import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdsPreview } from '../../src/contract/held-keys-acts'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { endWithTest } from '../support/clean-up'
import { startRedisServer } from '../support/redis-server'
import { startTcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'
import { ended, fill, marked, nameOf, openGoIoBench, scan, scanIdOf } from './holds-bench'
import { openReadyBench, type RuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

describe('a release of many', () => {
  it('first says what it would reach, then deletes exactly what was previewed and is still so', async () => {
    const bench = await openGoIoBench(host)
    const rows = await scan(bench, { text: 'seller' })
    const preview = await bench.runtime.holds.preview({ targets: { kind: 'all', scanId: scanIdOf(bench) } })
    expect(holdsPreview.parse(preview)).toMatchObject({
      ...{ profileName: 'Test', namespace: 'orders', generation: '3' },
      ...{ count: 3, current: 2, othersLive: 2, queuedHere: 0, gone: 0, changed: 0, typeToConfirm: false },
    })
    expect(preview.sample).toHaveLength(3)
    expect(await bench.redis.exists(...rows.map(({ redisKey }) => redisKey))).toBe(3)
    // Planted between the question and the answer.
    await bench.redis.set(nameOf('seller:42:catalog'), 'another', 'KEEPTTL')
    await bench.redis.pexpire(nameOf('seller:43:catalog'), 1_000_000)
    const act = await bench.runtime.holds.releaseMany({
      previewId: preview.previewId,
      jobsHere: 'skip',
      typed: '',
    })
    expect(await ended(bench, act)).toMatchObject({ state: 'done', total: 3, changed: 1, failed: 2 })
    const failures = bench.runtime.bulk.failures(act.actId, { offset: 0, limit: 10 })
    expect(failures.rows.map(({ subject }) => subject).sort()).toEqual([
      nameOf('seller:42:catalog'),
      nameOf('seller:43:catalog'),
    ])
    expect(await bench.redis.exists(nameOf('seller:42:catalog'), nameOf('seller:43:catalog'))).toBe(2)
    expect(bench.runtime.live().scan).toMatchObject({ rows: 2, matches: 2 })
  })

  it('says before what changed or went since it was shown, and leaves it', async () => {
    const bench = await openGoIoBench(host)
    const rows = await scan(bench, { text: 'seller' })
    await bench.redis.del(nameOf('seller:42:catalog'))
    await bench.redis.set(nameOf('seller:43:catalog'), 'another', 'KEEPTTL')
    const preview = await bench.runtime.holds.preview({ targets: marked(rows) })
    expect(preview).toMatchObject({ count: 1, gone: 1, changed: 1 })
    await bench.runtime.holds.releaseMany({ previewId: preview.previewId, jobsHere: 'skip', typed: '' })
    await expect(
      bench.runtime.holds.releaseMany({ previewId: preview.previewId, jobsHere: 'skip', typed: '' }),
    ).rejects.toMatchObject({ code: 'unknown-preview' })
  })

  it.each([
    ['skip', { total: 1, waiting: 2, held: 2 }],
    ['leave', { total: 3, waiting: 2, held: 0 }],
    ['cancel', { total: 3, waiting: 0, held: 0 }],
  ] as const)('of jobs here does as it was told: %s', async (jobsHere, { total, waiting, held }) => {
    const bench = await openReadyBench(host)
    bench.runtime.pause()
    for (const key of ['mine:1', 'mine:2'])
      await bench.runtime.schedule({ key, backoffMs: 600_000, argument: '1' })
    await bench.redis.set(nameOf('theirs', 0), '"theirs"', 'PX', 60_000)
    await scan(bench)
    const preview = await bench.runtime.holds.preview({ targets: { kind: 'all', scanId: scanIdOf(bench) } })
    expect(preview).toMatchObject({ count: 3, queuedHere: 2, othersLive: 1 })
    const act = await bench.runtime.holds.releaseMany({ previewId: preview.previewId, jobsHere, typed: '' })
    expect(await ended(bench, act)).toMatchObject({ state: 'done', total, changed: total })
    expect(bench.runtime.pending().waiting).toBe(waiting)
    expect(await bench.redis.exists(nameOf('mine:1', 0), nameOf('mine:2', 0))).toBe(held)
  })

  it('goes through thousands in batches of 200, and can be stopped', async () => {
    const bench = await openReadyBench(host)
    await fill(bench, 5_000, 0)
    await scan(bench)
    const preview = await bench.runtime.holds.preview({ targets: { kind: 'all', scanId: scanIdOf(bench) } })
    await bench.redis.config('RESETSTAT')
    const act = await bench.runtime.holds.releaseMany({
      previewId: preview.previewId,
      jobsHere: 'skip',
      typed: '',
    })
    const stopped = await bench.runtime.bulk.stop(act.actId)
    expect(stopped).toMatchObject({ state: 'stopped', total: 5_000, unknown: 0 })
    expect(stopped.reached + stopped.unreached).toBe(5_000)
    const [left] = bench.runtime.bulk.failures(act.actId, { offset: 0, limit: 1 }).rows
    expect(left?.reason).toBe('Not reached: the act was stopped before it.')
    expect(await bench.redis.dbsize()).toBeGreaterThan(4_000)
    const again = await bench.runtime.holds.preview({ targets: { kind: 'all', scanId: scanIdOf(bench) } })
    await bench.redis.config('RESETSTAT')
    const rest = await bench.runtime.holds.releaseMany({
      previewId: again.previewId,
      jobsHere: 'skip',
      typed: '',
    })
    expect(await ended(bench, rest)).toMatchObject({ state: 'done', changed: again.count })
    const stats = await bench.redis.info('commandstats')
    // Its renewals and beats are scripts too: few.
    expect(Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1])).toBeLessThanOrEqual(again.count / 200 + 5)
  })

  describe('that gets no answer', () => {
    /** Releases all that is held; Redis does the first batch, and its answer is lost. */
    async function releaseUnanswered(prepare: (bench: RuntimeBench) => Promise<void>, batch: number) {
      const server = endWithTest(await startRedisServer())
      const proxy = endWithTest(await startTcpProxy(server.port))
      const bench = await openReadyBench(host, { server, proxy })
      bench.runtime.pause()
      await prepare(bench)
      await scan(bench)
      const targets = { kind: 'all', scanId: scanIdOf(bench) } as const
      const { previewId, count } = await bench.runtime.holds.preview({ targets })
      proxy.hold('to-client')
      const before = await bench.redis.dbsize()
      const act = await bench.runtime.holds.releaseMany({ previewId, jobsHere: 'cancel', typed: '' })
      await waitFor(async () => (await bench.redis.dbsize()) <= before - batch, {
        what: 'Redis has released the first batch',
      })
      proxy.cut()
      proxy.release()
      const view = await ended(bench, act)
      const lines: string[] = []
      for (let offset = 0; offset < count; offset += 200)
        lines.push(
          ...bench.runtime.bulk
            .failures(act.actId, { offset, limit: 200 })
            .rows.map(({ subject, reason }) => `${subject} ${reason}`),
        )
      return { bench, view, lines }
    }

    it('tells of each hold once what became of it', async () => {
      const { view, lines } = await releaseUnanswered((bench) => fill(bench, 450, 0), 200)
      expect(view).toMatchObject({ state: 'failed', error: { code: 'no-answer' } })
      expect(view).toMatchObject({ total: 450, changed: 0, failed: 0, unknown: 200, unreached: 250 })
      expect(new Set(lines.map((line) => line.split(' ')[0])).size).toBe(450)
      expect(lines.filter((line) => line.endsWith('it may have been released.'))).toHaveLength(200)
      expect(lines.filter((line) => line.includes('Not reached: the act failed'))).toHaveLength(250)
    })

    it('leaves the job of such a hold, and says so', async () => {
      const { bench, lines } = await releaseUnanswered(async ({ runtime }) => {
        await runtime.schedule({ key: 'mine', backoffMs: 600_000, argument: '1' })
      }, 1)
      expect(lines).toEqual([
        `${nameOf('mine', 0)} Redis gave no answer: it may have been released. Its job here was not cancelled.`,
      ])
      expect(bench.runtime.pending().waiting).toBe(1)
    })
  })

  it('cancels the job that was seen, and no other one that has its key by now', async () => {
    const bench = await openReadyBench(host)
    bench.runtime.pause()
    await bench.runtime.schedule({ key: 'mine', backoffMs: 600_000, argument: '1' })
    await scan(bench)
    const { previewId } = await bench.runtime.holds.preview({
      targets: { kind: 'all', scanId: scanIdOf(bench) },
    })
    const value = (await bench.redis.get(nameOf('mine', 0))) ?? ''
    const [first] = (await bench.runtime.waiting({ offset: 0, limit: 1 })).rows
    await bench.runtime.cancel(first?.jobId ?? 0)
    await waitFor(async () => (await bench.redis.exists(nameOf('mine', 0))) === 0, { what: 'it is free' })
    await bench.runtime.schedule({ key: 'mine', backoffMs: 600_000, argument: '2' })
    // The hold that was seen, as if it had never gone.
    await bench.redis.set(nameOf('mine', 0), value, 'PX', 60_000)
    const act = await bench.runtime.holds.releaseMany({ previewId, jobsHere: 'cancel', typed: '' })
    expect(await ended(bench, act)).toMatchObject({ changed: 1 })
    expect(bench.runtime.pending().waiting).toBe(1)
  })

  it('counts a hold once that was marked twice', async () => {
    const bench = await openGoIoBench(host)
    const rows = await scan(bench, { text: 'seller:42' })
    expect(rows.length).toBeGreaterThan(0)
    const preview = await bench.runtime.holds.preview({ targets: marked([...rows, ...rows]) })
    expect(preview.count).toBe(rows.length)
  })

  it('is typed to be confirmed in production, when it is for more than 100', async () => {
    const bench = await openReadyBench(host, { environment: 'production', name: 'Shop' })
    await fill(bench, 101, 0)
    await scan(bench)
    const preview = await bench.runtime.holds.preview({ targets: { kind: 'all', scanId: scanIdOf(bench) } })
    expect(preview).toMatchObject({ count: 101, typeToConfirm: true })
    const release = (typed: string) =>
      bench.runtime.holds.releaseMany({ previewId: preview.previewId, jobsHere: 'skip', typed })
    for (const typed of ['', '100', 'shop'])
      await expect(release(typed)).rejects.toMatchObject({ code: 'not-confirmed' })
    expect(await ended(bench, await release('101'))).toMatchObject({ changed: 101 })
  })

  it('is refused where the profile is read-only, as are an extension and a purge', async () => {
    const bench = await openGoIoBench(host, { readOnly: true })
    const rows = await scan(bench)
    const { holds } = bench.runtime
    const refused = { code: 'read-only' }
    await expect(holds.preview({ targets: marked(rows) })).rejects.toMatchObject(refused)
    await expect(holds.releaseMany({ previewId: 'x', jobsHere: 'skip', typed: '' })).rejects.toMatchObject(
      refused,
    )
    const extension = { kind: 'by', ms: 1_000 } as const
    await expect(holds.extend({ previewId: 'x', extension, typed: '' })).rejects.toMatchObject(refused)
    await expect(holds.stale()).rejects.toMatchObject(refused)
    await expect(holds.purge({ previewId: 'x', typed: '' })).rejects.toMatchObject(refused)
    expect(await bench.redis.dbsize()).toBeGreaterThanOrEqual(15)
  })
})
