import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { endWithTest } from '../support/clean-up'
import { waitFor } from '../support/wait-for'
import { openReadyBench, openRuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const job = (key: string) => ({ key, backoffMs: 60_000, argument: '{"pauseMs":0}' })

describe('a runtime whose Redis goes away', () => {
  it('says what is wrong and since when, works on alone, and comes back by itself', async () => {
    const bench = await openReadyBench(host)
    const { runtime, server } = bench
    expect(runtime.live().connection).toMatchObject({
      state: 'ready',
      address: `redis://127.0.0.1:${server.port}`,
    })
    await bench.live(
      'the version is known',
      ({ connection }) => connection.state === 'ready' && /^\d+\.\d+/.test(connection.serverVersion),
    )
    runtime.pause()
    await runtime.schedule(job('before'))

    await server.kill()
    const away = await bench.live('it is away', (live) => live.connection.state === 'away')
    expect(away.connection).toMatchObject({ state: 'away', error: { code: 'not-connected' } })
    const refused = await runtime.schedule(job('meanwhile'))
    expect(refused).toMatchObject({ outcome: 'redis-error', error: { code: 'not-connected' } })
    if (refused.outcome === 'redis-error') expect(refused.error.remedy).not.toBe('')
    runtime.resume()
    await bench.live('what waited has run', (live) => live.counters.done === 1)

    await server.restart()
    await bench.live('it is ready', (live) => live.connection.state === 'ready')
    expect(await runtime.schedule(job('after'))).toMatchObject({ outcome: 'scheduled' })
    await bench.live('it has run', (live) => live.counters.done === 2)
  })

  it('keeps one problem row for an outage, not one for each try', async () => {
    const bench = await openReadyBench(host)
    await bench.server.kill()
    await bench.live('it is away', (live) => live.connection.state === 'away')
    let tries = 0
    const closing = createServer((socket) => {
      tries += 1
      socket.destroy()
    }).listen(bench.server.port, '127.0.0.1')
    endWithTest({ stop: () => new Promise<void>((resolve) => closing.close(() => resolve())) })
    await waitFor(() => tries >= 5, { what: 'it has tried again and again', timeoutMs: 15_000 })
    const { rows } = await bench.runtime.problems()
    expect(rows.filter(({ error }) => error.code === 'not-connected')).toHaveLength(1)
    expect(rows[0]?.at).toBeGreaterThan(0)
    expect(bench.log.filter(({ code }) => code === 'keyhold_redis_away')).toHaveLength(1)
  })

  it('starts while Redis is away, and connects when it is there', async () => {
    const dead = await openReadyBench(host)
    await dead.server.kill()
    const bench = await openRuntimeBench(host, { server: dead.server })
    await bench.live('it is away', (live) => live.connection.state === 'away')
    expect(bench.runtime.live().generation).toBeUndefined()
    expect(() => bench.runtime.bumps.preview('one')).toThrow(
      expect.objectContaining({ code: 'not-connected' }),
    )
    await dead.server.restart()
    await bench.live('it is ready', (live) => live.connection.state === 'ready' && live.generation === '0')
  })

  it('says that a generation is no integer, schedules nothing, and goes on when it is repaired', async () => {
    const bench = await openReadyBench(host)
    await bench.redis.set('orders:goio.bgProcessor.generation', 'three')
    const broken = await bench.live('it is seen', (live) => live.generationError)
    expect(broken.generationError?.code).toBe('bad-generation')
    expect(await bench.runtime.schedule(job('seller:1'))).toMatchObject({
      outcome: 'redis-error',
      error: { code: 'bad-generation' },
    })
    expect(bench.log.map(({ code }) => code)).toContain('bg_processor_error_get_dedup_generation')
    await bench.redis.set('orders:goio.bgProcessor.generation', '7')
    await bench.live('it is repaired', (live) => live.generation === '7' && !live.generationError)
    expect(await bench.runtime.schedule(job('seller:1'))).toMatchObject({ outcome: 'scheduled' })
  })
})
