import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/contract/limits'
import { liveState } from '../../src/contract/live'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { openReadyBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

describe('what crosses the process line', () => {
  it('does not grow with the queue: 100,000 waiting jobs are 8 KB a message, and a page is a page', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    runtime.pause()
    const before = bytesOf(runtime.live())
    const argument = JSON.stringify({ seller: 1, text: 'x'.repeat(2_000) })
    await runtime.repeat({ key: 'seller:{n}', backoffMs: 60_000, argument, count: LIMITS.repeat })
    const live = await bench.live('100,000 wait', ({ counters }) => counters.waiting === LIMITS.repeat)
    expect(bytesOf(live)).toBeLessThan(8_192)
    expect(bytesOf(live) - before).toBeLessThan(1_024)
    expect(() => liveState.parse(live)).not.toThrow()

    const page = await runtime.waiting({ offset: 70_000, limit: LIMITS.rows })
    expect(page.rows).toHaveLength(LIMITS.rows)
    expect(page.total).toBe(LIMITS.repeat)
    expect(bytesOf(page)).toBeLessThan(LIMITS.rows * 512)
    await runtime.stop({ waiting: 'release' })
    expect(await bench.redis.dbsize()).toBe(0)
    const finished = await runtime.finished({ offset: 0, limit: LIMITS.rows })
    expect(finished.total).toBe(LIMITS.finishedKept)
    expect(bytesOf(runtime.live())).toBeLessThan(8_192)
  }, 60_000)
})
