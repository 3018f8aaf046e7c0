import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stalePreview } from '../../src/contract/held-keys-acts'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { ended, fill, nameOf, openGoIoBench, scan } from './holds-bench'
import { openReadyBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

describe('a purge of stale generations', () => {
  it('counts by generation, deletes those of all others, and tells how many', async () => {
    const bench = await openGoIoBench(host)
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
    const bench = await openGoIoBench(host)
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
    const bench = await openGoIoBench(host)
    await bench.redis.del('orders:goio.bgProcessor.generation')
    await expect(bench.runtime.holds.stale()).rejects.toMatchObject({
      code: 'generation-missing',
      message: expect.stringContaining('orders:goio.bgProcessor.generation') as string,
    })
  })

  it('deletes nothing where the generation went after it was shown', async () => {
    const bench = await openGoIoBench(host)
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
