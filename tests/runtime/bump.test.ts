import { hostname } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorEnvelope } from '../../src/runtime/views/error-envelope'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { waitFor } from '../support/wait-for'
import { loadGoIoFixture } from '../support/go-io-fixture'
import { openReadyBench, type RuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const generationIs = (bench: RuntimeBench, generation: string) =>
  bench.live(`generation ${generation} is seen`, (state) => state.generation === generation)

/** The preview of one opening once all is counted. */
const counted = ({ runtime }: RuntimeBench, opening: string) =>
  waitFor(
    () => {
      const seen = runtime.bumps.preview(opening)
      return seen.state === 'done' && seen.instances !== undefined && seen
    },
    { what: 'all is counted' },
  )

const job = (key: string) => ({ key, backoffMs: 600_000, argument: '1' })

describe('the bump of the generation', () => {
  it('says before what it would do: from, to, holds, jobs here, instances', async () => {
    const bench = await openReadyBench(host)
    const { runtime, redis } = bench
    await loadGoIoFixture(redis)
    await redis.set('orders:goio.bgProcessor.dedupKey:gen:4:jobKey:ahead', '"ahead"')
    await generationIs(bench, '3')
    runtime.pause()
    await runtime.schedule(job('mine'))
    await openReadyBench(host, { server: bench.server })
    // The heartbeat of the other comes with its first beat: each opening looks anew.
    let opening = 0
    const preview = await waitFor(
      async () => {
        opening += 1
        const seen = await counted(bench, String(opening))
        return seen.instances === 2 && seen
      },
      { what: 'both instances are seen' },
    )
    const { sample, ...facts } = preview
    expect(sample).toHaveLength(10)
    expect(sample.map(({ owner }) => owner.kind)).toContain('go-io')
    expect(facts).toEqual({
      profileName: 'Test',
      namespace: 'orders',
      address: `redis://127.0.0.1:${bench.server.port}`,
      from: '3',
      to: '4',
      state: 'done',
      scanned: expect.any(Number) as number,
      approximateTotal: expect.any(Number) as number,
      holds: 10,
      owners: { here: 1, keyhold: 0, 'go-io': 9, unknown: 0 },
      staleHolds: 3,
      stale: [{ generation: '0', holds: 3 }],
      targetHolds: 1,
      waiting: 1,
      running: 0,
      instances: 2,
      hosts: [hostname()],
    })
  })

  it('lets every key be scheduled again, but where its job still waits', async () => {
    const first = await openReadyBench(host)
    const second = await openReadyBench(host, { server: first.server })
    first.runtime.pause()
    second.runtime.pause()
    await first.runtime.schedule(job('seller:1'))
    expect(await first.runtime.bumps.confirm('0')).toEqual({ outcome: 'bumped', from: '0', to: '1' })
    await generationIs(second, '1')
    expect(await second.runtime.schedule(job('seller:1'))).toMatchObject({ outcome: 'scheduled' })
    expect(await first.runtime.schedule(job('seller:1'))).toMatchObject({ outcome: 'queued-here' })
  })

  it('does nothing when another operator was faster', async () => {
    const first = await openReadyBench(host)
    const second = await openReadyBench(host, { server: first.server })
    const outcomes = await Promise.all([first.runtime.bumps.confirm('0'), second.runtime.bumps.confirm('0')])
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['bumped', 'changed'])
    expect(outcomes).toContainEqual({ outcome: 'changed', generation: '1' })
    expect(await first.redis.get('orders:goio.bgProcessor.generation')).toBe('1')
  })

  it('takes no text that is no generation for "whatever it is now"', async () => {
    const bench = await openReadyBench(host)
    for (const from of ['', ' ', '0 ', 'zero']) {
      await expect(bench.runtime.bumps.confirm(from)).rejects.toMatchObject({ code: 'bad-generation' })
    }
    expect(await bench.redis.get('orders:goio.bgProcessor.generation')).toBeNull()
  })

  it('keeps a generation that a number would not hold', async () => {
    const bench = await openReadyBench(host)
    await bench.redis.set('orders:goio.bgProcessor.generation', '9007199254740993')
    await generationIs(bench, '9007199254740993')
    expect(bench.runtime.bumps.preview('one')).toMatchObject({
      from: '9007199254740993',
      to: '9007199254740994',
    })
    expect(await bench.runtime.bumps.confirm('9007199254740993')).toMatchObject({
      outcome: 'bumped',
      to: '9007199254740994',
    })
  })

  it('is refused while Redis is away', async () => {
    const bench = await openReadyBench(host)
    await bench.server.kill()
    await bench.live('it is away', (live) => live.connection.state === 'away')
    await expect(bench.runtime.bumps.confirm('0')).rejects.toSatisfy(
      (error) => errorEnvelope(error).code === 'not-connected',
    )
    const preview = await waitFor(
      () => {
        const seen = bench.runtime.bumps.preview('one')
        return seen.state === 'failed' && seen
      },
      { what: 'the count has failed' },
    )
    expect(preview).toMatchObject({ from: '0', to: '1', error: { code: 'not-connected' } })
  })
})
