import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, isAlive, type BuiltHost } from '../handlers/handler-host'
import { openReadyBench, type RuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const job = (key: string, argument = 'null') => ({ key, backoffMs: 600_000, argument })

const heldKeys = async (bench: RuntimeBench): Promise<string[]> =>
  (await bench.names()).flatMap((name) => name.split(':jobKey:')[1] ?? []).sort()

async function oneRunsTwoWait(bench: RuntimeBench, ms: number): Promise<number> {
  const { runtime } = bench
  await runtime.schedule(job('runs', JSON.stringify({ ms })))
  await runtime.schedule(job('waits:1'))
  await runtime.schedule(job('waits:2'))
  await bench.live('it runs', (live) => live.running[0]?.key === 'runs' && live.running[0].runMs > 0)
  const { hostPid } = await runtime.handlers.list()
  if (hostPid === undefined) throw new Error('No host runs')
  return hostPid
}

describe('the stop of a runtime', () => {
  it('lets what runs end, releases what waits, and leaves no process and no connection', async () => {
    const bench = await openReadyBench(host, { handler: 'wait.js' })
    const hostPid = await oneRunsTwoWait(bench, 300)
    await bench.runtime.stop({ waiting: 'release' })
    // The one that ran keeps its backoff; the two that did not run can be scheduled elsewhere at once.
    expect(await heldKeys(bench)).toEqual(['runs'])
    expect(isAlive(hostPid)).toBe(false)
    expect(bench.runtime.live()).toMatchObject({
      state: 'stopped',
      counters: { done: 1, cancelled: 2, waiting: 0 },
    })
    expect(await bench.runtime.schedule(job('late'))).toEqual({ outcome: 'stopped' })
    const clients = (await bench.redis.client('LIST')) as string
    expect(clients.match(/name=keyhold/g)).toBeNull()
  })

  it('keeps the holds of what waits when it is asked to', async () => {
    const bench = await openReadyBench(host, { handler: 'wait.js' })
    await oneRunsTwoWait(bench, 100)
    await bench.runtime.stop({ waiting: 'keep' })
    expect(await heldKeys(bench)).toEqual(['runs', 'waits:1', 'waits:2'])
  })

  it('aborts what runs too long, ends a script that does not listen, and stops once', async () => {
    const bench = await openReadyBench(host, {
      handler: 'deaf.js',
      scripts: { 'deaf.js': 'export default () => { for (;;); }' },
    })
    const hostPid = await oneRunsTwoWait(bench, 0)
    const first = bench.runtime.stop({ waiting: 'release' })
    expect(bench.runtime.stop({ waiting: 'keep' })).toBe(first)
    await first
    expect(isAlive(hostPid)).toBe(false)
    expect(bench.runtime.live().counters).toMatchObject({ running: 0, waiting: 0, cancelled: 3 })
    expect(await heldKeys(bench)).toEqual(['runs'])
  })

  it('ends a repeat that is under way, and leaves nothing in Redis, its heartbeat included', async () => {
    const bench = await openReadyBench(host)
    bench.runtime.pause()
    await bench.runtime.repeat({ ...job('seller:{n}'), count: 100_000 })
    await bench.live('it is under way', (live) => live.counters.waiting > 0)
    await bench.runtime.stop({ waiting: 'release' })
    await bench.live('it has ended', (live) => live.repeats[0]?.state !== 'scheduling')
    expect(await bench.names()).toEqual([])
  })
})

describe('the drain before a quit', () => {
  it('refuses schedules, runs a paused queue empty, and is over when nothing is left', async () => {
    const bench = await openReadyBench(host, { handler: 'wait.js' })
    const { runtime } = bench
    runtime.pause()
    await runtime.schedule(job('waits:1'))
    expect(runtime.pending()).toMatchObject({ waiting: 1, running: 0, keeps: false })
    const drained = runtime.drain()
    expect(await runtime.schedule(job('late'))).toEqual({ outcome: 'stopped' })
    await drained
    expect(runtime.pending()).toMatchObject({ waiting: 0, running: 0 })
    expect(runtime.live().counters.done).toBe(1)
  })

  it('is taken back as if it had not been: a pause and a repeat under way go on', async () => {
    const bench = await openReadyBench(host, { handler: 'wait.js' })
    const { runtime } = bench
    runtime.pause()
    await runtime.repeat({ ...job('seller:{n}', '{"ms": 60000}'), count: 20_000 })
    await bench.live('it is under way', (live) => live.counters.waiting > 0)
    const drained = runtime.drain()
    expect(() => runtime.resume()).toThrow('cannot be resumed while')
    await bench.live('it drains', ({ state }) => state === 'draining')
    expect(runtime.live().repeats[0]?.state).toBe('paused')
    runtime.endDrain()
    expect(runtime.live().state).toBe('paused')
    const { counters, repeats } = await bench.live(
      'it is through',
      (live) => live.repeats[0]?.state === 'done',
    )
    expect(repeats[0]).toMatchObject({ scheduled: 20_000, attempted: 20_000 })
    expect(counters.waiting + counters.running + counters.done).toBe(20_000)
    runtime.resume()
    expect(runtime.live().state).toBe('running')
    await runtime.stop({ waiting: 'release' })
    await drained
  })
})
