import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { openReadyBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const holdOf = (key: string): string => `orders:goio.bgProcessor.dedupKey:gen:0:jobKey:${key}`

describe('before a key is scheduled', () => {
  it('it is said how it stands, and nothing is written', async () => {
    const bench = await openReadyBench(host)
    const { runtime, redis } = bench
    runtime.pause()
    await redis.set(holdOf('held'), '"held"', 'PX', 60_000)
    await redis.set(holdOf('for-ever'), 'not JSON')
    await runtime.schedule({ key: 'here', backoffMs: 60_000, argument: '1' })
    const before = await bench.names()
    expect(await runtime.keyState('here')).toEqual({ state: 'here', jobId: 1, job: 'waiting' })
    const held = await runtime.keyState('held')
    expect(held).toMatchObject({ state: 'held', owner: { kind: 'go-io' } })
    expect(held.state === 'held' && held.remainingMs).toBeGreaterThan(50_000)
    expect(await runtime.keyState('for-ever')).not.toHaveProperty('remainingMs')
    expect(await runtime.keyState('free')).toEqual({ state: 'free' })
    expect((await bench.names()).sort()).toEqual(before.sort())
    await expect(runtime.keyState('')).rejects.toMatchObject({ code: 'bad-key' })
  })

  it('the live state tells how long its hold will be: the longest run for each job ahead', async () => {
    const scripts = { 'slow.js': 'export default () => new Promise((done) => setTimeout(done, 200, 800))' }
    const bench = await openReadyBench(host, { handler: 'slow.js', scripts })
    const { runtime, redis } = bench
    expect(runtime.live().holdLife).toEqual({ worstCaseMs: 0, leaseMs: 30_000 })
    await runtime.schedule({ key: 'first', backoffMs: 0, argument: '1' })
    await bench.live('it has run', (live) => live.counters.done === 1)
    runtime.pause()
    await runtime.repeat({ key: 'more:{n}', backoffMs: 0, argument: '1', count: 60 })
    const { holdLife } = await bench.live('60 wait', (live) => live.counters.waiting === 60)
    // 61 jobs of 200 ms and a pause of 800 ms.
    expect(holdLife.worstCaseMs).toBeGreaterThanOrEqual(60_900)
    await runtime.schedule({ key: 'last', backoffMs: 0, argument: '1' })
    const remaining = await redis.pttl(holdOf('last'))
    expect(remaining).toBeLessThanOrEqual(holdLife.worstCaseMs)
    expect(remaining).toBeGreaterThan(holdLife.worstCaseMs - 5_000)
  })
})
