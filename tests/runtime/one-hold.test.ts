import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { nameOf, openGoIoBench, scan } from './holds-bench'
import { openReadyBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

describe('one hold closely', () => {
  it('is read again by its exact name, and says when it is gone', async () => {
    const bench = await openGoIoBench(host)
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
    const { moments, kept } = await bench.runtime.history.timeline({ key: 'mine', limit: 100 })
    expect(kept).toBe(false)
    expect(moments.map(({ event }) => event)).toEqual([
      'scheduled',
      'refused',
      'settled',
      'ended',
      'started',
      'scheduled',
    ])
    expect(moments[0]).toMatchObject({ now: 'waiting' })
    expect(moments[1]).toMatchObject({ reason: { reason: 'held' }, count: 1 })
    expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).sort((a, b) => b - a))
    expect(await bench.runtime.history.timeline({ key: 'other', limit: 100 })).toEqual({
      moments: [],
      kept: false,
    })
  })
})
