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
    const { entries } = await bench.runtime.holds.timeline({ key: 'mine' })
    expect(new Set(entries.map(({ event }) => event))).toEqual(
      new Set(['waiting', 'refused', 'done', 'scheduled']),
    )
    expect(entries.find(({ event }) => event === 'refused')?.refusal).toBe('held')
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => b - a))
    expect((await bench.runtime.holds.timeline({ key: 'other' })).entries).toEqual([])
  })
})
