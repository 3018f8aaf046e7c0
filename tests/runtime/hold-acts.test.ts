import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BulkActView } from '../../src/contract/bulk'
import type { HeldKeyRow, HeldKeysFilter } from '../../src/contract/held-keys'
import { holdsPreview, stalePreview } from '../../src/contract/held-keys-acts'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { loadGoIoFixture } from '../support/go-io-fixture'
import { endWithTest } from '../support/clean-up'
import { startRedisServer } from '../support/redis-server'
import { startTcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'
import { openReadyBench, type BenchOptions, type RuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const all: HeldKeysFilter = {
  text: '',
  generation: 'all',
  owner: { kind: 'all' },
  remaining: { kind: 'all' },
  queuedHere: false,
  orphaned: false,
}
const nameOf = (key: string, generation = 3) =>
  `orders:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`

async function scan(
  bench: RuntimeBench,
  filter: Partial<HeldKeysFilter> = {},
): Promise<readonly HeldKeyRow[]> {
  const { scanId } = await bench.runtime.scanHeldKeys({ filter: { ...all, ...filter } })
  await bench.live('it is scanned', ({ scan: view }) => view?.scanId === scanId && view.state === 'done')
  const sort = { by: 'key', descending: false } as const
  return (await bench.runtime.heldKeyRows({ scanId, sort, offset: 0, limit: 200 })).rows
}

const scanIdOf = ({ runtime }: RuntimeBench): string => runtime.live().scan?.scanId ?? ''
const marked = (rows: readonly HeldKeyRow[]) => ({
  kind: 'selected' as const,
  holds: rows.map(({ nameBytes, valueBytes = '', expiresAt = null }) => ({
    nameBytes,
    valueBytes,
    expiresAt,
  })),
})

async function ended(bench: RuntimeBench, { actId }: BulkActView): Promise<BulkActView> {
  const live = await bench.live('the act has ended', ({ bulkActs }) =>
    bulkActs.some((act) => act.actId === actId && act.state !== 'working'),
  )
  const act = live.bulkActs.find((one) => one.actId === actId)
  if (!act) throw new Error('No act')
  return act
}

async function openGoIoBench(options: BenchOptions = {}): Promise<RuntimeBench> {
  const bench = await openReadyBench(host, options)
  await loadGoIoFixture(bench.redis)
  await bench.live('its generation is read', ({ generation }) => generation === '3')
  return bench
}

async function fill({ redis }: RuntimeBench, count: number, generation = 3): Promise<void> {
  await redis.eval(
    `for n = 1, ${count} do redis.call('SET', KEYS[1] .. n, '"' .. n .. '"', 'PX', 600000) end`,
    1,
    nameOf('many:', generation),
  )
}

describe('a release of many', () => {
  it('first says what it would reach, then deletes exactly what was previewed and is still so', async () => {
    const bench = await openGoIoBench()
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
    const bench = await openGoIoBench()
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
    const bench = await openGoIoBench()
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
    const bench = await openGoIoBench({ readOnly: true })
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

describe('an extension of many', () => {
  it('keeps holds of go-io and of Keyhold for longer, and says which it did not', async () => {
    const bench = await openGoIoBench()
    await bench.redis.set(nameOf('seller:endless'), '"x"')
    const rows = await scan(bench, { text: 'seller' })
    const { previewId, count } = await bench.runtime.holds.preview({ targets: marked(rows) })
    expect(count).toBe(4)
    const extension = { kind: 'by', ms: 3_600_000 } as const
    const act = await bench.runtime.holds.extend({ previewId, extension, typed: '' })
    expect(await ended(bench, act)).toMatchObject({ kind: 'extend-holds', changed: 3, failed: 1 })
    expect(await bench.redis.pttl(nameOf('seller:42:catalog'))).toBeGreaterThan(7_000_000)
    // The rows of the scan that is shown say so, and can be changed again without another scan.
    const sort = { by: 'remaining', descending: true } as const
    const shown = await bench.runtime.heldKeyRows({
      ...{ scanId: scanIdOf(bench), sort, offset: 0, limit: 4 },
    })
    expect(shown.rows[0]?.key).toBe('seller:endless')
    for (const { remainingMs = 0 } of shown.rows.slice(1)) expect(remainingMs).toBeGreaterThan(3_600_000)
    expect(await bench.runtime.holds.preview({ targets: marked(shown.rows) })).toMatchObject({ count: 4 })
  })

  it('refuses a moment that has passed or is too far, before anything is touched', async () => {
    const bench = await openGoIoBench()
    const rows = await scan(bench, { text: 'seller' })
    const { previewId } = await bench.runtime.holds.preview({ targets: marked(rows) })
    for (const at of [Date.now() - 1_000, Date.now() + 31 * 86_400_000]) {
      const extension = { kind: 'to', at } as const
      await expect(bench.runtime.holds.extend({ previewId, extension, typed: '' })).rejects.toMatchObject({
        code: 'bad-expiry',
      })
    }
  })
})

describe('a purge of stale generations', () => {
  it('counts by generation, deletes those of all others, and tells how many', async () => {
    const bench = await openGoIoBench()
    await fill(bench, 3_000, 2)
    await bench.redis.rpush(nameOf('list', 1), 'x')
    const stale = stalePreview.parse(await bench.runtime.holds.stale())
    expect(stale).toMatchObject({ generation: '3', holds: 3_004, complete: true })
    expect(stale.generations.slice(0, 2)).toEqual([
      { generation: '2', holds: 3_000 },
      { generation: '0', holds: 3 },
    ])
    // Held since the count, in a generation that was not shown.
    await bench.redis.set(nameOf('later', 7), '"later"')
    const act = await bench.runtime.holds.purge({ previewId: stale.previewId, typed: '' })
    expect(await ended(bench, act)).toMatchObject({
      kind: 'purge-holds',
      state: 'done',
      changed: 3_003,
      failed: 1,
    })
    expect(await scan(bench, { generation: 'stale' })).toMatchObject([
      { key: 'later' },
      { wrongType: 'list' },
    ])
    expect(await scan(bench, { generation: 'current' })).toHaveLength(9)
  })

  it('ends when the generation is bumped in its midst, and deletes none of the new one', async () => {
    const bench = await openGoIoBench()
    await fill(bench, 20_000, 2)
    const { previewId } = await bench.runtime.holds.stale()
    const act = await bench.runtime.holds.purge({ previewId, typed: '' })
    await bench.live('it has begun', ({ bulkActs }) => bulkActs.some(({ changed }) => changed > 0))
    // Back to the very one that is being purged, as a restored backup would do.
    await bench.redis.set('orders:goio.bgProcessor.generation', '2')
    const left = (await bench.redis.keys(`${nameOf('many:', 2)}*`)).length
    const view = await ended(bench, act)
    expect(view).toMatchObject({ state: 'failed', error: { code: 'generation-changed' } })
    expect(left).toBeGreaterThan(0)
    expect((await bench.redis.keys(`${nameOf('many:', 2)}*`)).length).toBe(left)
  })
})

describe('a purge that is refused', () => {
  it('says so where Redis has no generation, though there are holds of others', async () => {
    const bench = await openGoIoBench()
    await bench.redis.del('orders:goio.bgProcessor.generation')
    await expect(bench.runtime.holds.stale()).rejects.toMatchObject({
      code: 'generation-missing',
      message: expect.stringContaining('orders:goio.bgProcessor.generation') as string,
    })
  })

  it('deletes nothing where the generation went after it was shown', async () => {
    const bench = await openGoIoBench()
    const { previewId } = await bench.runtime.holds.stale()
    await bench.redis.del('orders:goio.bgProcessor.generation')
    const before = await bench.redis.keys(nameOf('*', 0))
    const act = await bench.runtime.holds.purge({ previewId, typed: '' })
    expect(await ended(bench, act)).toMatchObject({ state: 'failed', error: { code: 'generation-missing' } })
    expect(await bench.redis.keys(nameOf('*', 0))).toHaveLength(before.length)
  })

  it('finds nothing stale in a namespace where all is new', async () => {
    const bench = await openReadyBench(host)
    await fill(bench, 3, 0)
    expect(await bench.runtime.holds.stale()).toMatchObject({ generation: '0', holds: 0, generations: [] })
  })

  it('asks for the typed count or name as every act does', async () => {
    const bench = await openReadyBench(host, { environment: 'production', name: 'Shop' })
    await bench.redis.set('orders:goio.bgProcessor.generation', '3')
    await fill(bench, 101, 2)
    const stale = await bench.runtime.holds.stale()
    expect(stale).toMatchObject({ holds: 101, typeToConfirm: true })
    const purge = (typed: string) => bench.runtime.holds.purge({ previewId: stale.previewId, typed })
    await expect(purge('')).rejects.toMatchObject({ code: 'not-confirmed' })
    expect(await ended(bench, await purge('101'))).toMatchObject({ changed: 101 })
    await expect(purge('101')).rejects.toMatchObject({ code: 'unknown-preview' })
  })
})

describe('one hold closely', () => {
  it('is read again by its exact name, and says when it is gone', async () => {
    const bench = await openGoIoBench()
    const rows = await scan(bench)
    const odd = rows.find(({ exact }) => !exact)
    const nameBytes = odd?.nameBytes ?? ''
    await bench.redis.pexpire(Buffer.from(nameBytes, 'base64'), 9_000_000)
    const { row } = await bench.runtime.holds.read({ nameBytes })
    expect(row?.remainingMs).toBeGreaterThan(8_000_000)
    await bench.redis.del(Buffer.from(nameBytes, 'base64'))
    expect(await bench.runtime.holds.read({ nameBytes })).toEqual({ row: null })
  })

  it('tells what this app remembers of its key, the newest first', async () => {
    const bench = await openReadyBench(host)
    await bench.runtime.schedule({ key: 'mine', backoffMs: 600_000, argument: '1' })
    await bench.live('it has run', ({ counters }) => counters.done === 1)
    await bench.runtime.schedule({ key: 'mine', backoffMs: 600_000, argument: '1' })
    await bench.redis.del(nameOf('mine', 0))
    bench.runtime.pause()
    await bench.runtime.schedule({ key: 'mine', backoffMs: 600_000, argument: '1' })
    const { entries } = await bench.runtime.holds.timeline({ key: 'mine' })
    expect(new Set(entries.map(({ event }) => event))).toEqual(
      new Set(['waiting', 'refused', 'done', 'scheduled']),
    )
    expect(entries.find(({ event }) => event === 'refused')?.refusal).toBe('held')
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => b - a))
    expect((await bench.runtime.holds.timeline({ key: 'other' })).entries).toEqual([])
  })
})
