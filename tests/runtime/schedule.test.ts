import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/contract/limits'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { waitFor } from '../support/wait-for'
import { openReadyBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const good = { key: 'seller:{n}', backoffMs: 60_000, argument: '{"seller":{n}}' }

describe('scheduling through a runtime', () => {
  it.each([
    ['an empty key', { key: '' }, 'bad-key'],
    ['a key that is too long', { key: 'k'.repeat(1_025) }, 'bad-key'],
    ['half a character', { key: 'a\ud800' }, 'bad-key'],
    ['a negative backoff', { backoffMs: -1 }, 'bad-backoff'],
    ['a fraction of a millisecond', { backoffMs: 0.5 }, 'bad-backoff'],
    ['more than 30 days', { backoffMs: LIMITS.backoffMs + 1 }, 'bad-backoff'],
    ['no JSON', { argument: '{seller:1}' }, 'bad-argument'],
    [
      'an argument that is too large',
      { argument: `"${'x'.repeat(LIMITS.argumentBytes)}"` },
      'argument-too-large',
    ],
  ])('refuses %s and touches nothing', async (_what, wrong, code) => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    await expect(runtime.schedule({ ...good, argument: '1', ...wrong })).rejects.toMatchObject({ code })
    await expect(runtime.repeat({ ...good, argument: '1', ...wrong, count: 10 })).rejects.toMatchObject({
      code,
    })
    expect(runtime.pending()).toMatchObject({ waiting: 0, running: 0 })
    expect(runtime.live()).toMatchObject({ finishedCount: 0, repeats: [] })
    expect((await bench.names()).filter((name) => name.includes('jobKey'))).toEqual([])
  })

  it('repeats {n} in key and argument, and says how it went', async () => {
    const bench = await openReadyBench(host)
    bench.runtime.pause()
    const started = await bench.runtime.repeat({ ...good, count: 1_234 })
    expect(started).toMatchObject({ total: 1_234, state: 'scheduling', keyTemplate: 'seller:{n}' })
    const live = await bench.live('it is done', ({ repeats }) => repeats[0]?.state === 'done')
    expect(live.repeats[0]).toMatchObject({ repeatId: started.repeatId, attempted: 1_234, scheduled: 1_234 })
    const { rows } = await bench.runtime.waiting({ offset: 1_233, limit: 1 })
    expect(rows[0]).toMatchObject({ key: 'seller:1234', argument: '{"seller":1234}' })
  })

  it('cancels a repeat within a batch, and keeps what it scheduled', async () => {
    const bench = await openReadyBench(host)
    bench.runtime.pause()
    const { repeatId } = await bench.runtime.repeat({ ...good, count: LIMITS.repeat })
    const before = await bench.live('it is under way', ({ repeats }) => (repeats[0]?.attempted ?? 0) > 0)
    const ended = await bench.runtime.cancelRepeat(repeatId)
    expect(ended.state).toBe('cancelled')
    expect(ended.scheduled).toBe(ended.attempted)
    expect(ended.attempted - (before.repeats[0]?.attempted ?? 0)).toBeLessThanOrEqual(2 * LIMITS.repeatBatch)
    expect(bench.runtime.pending().waiting).toBe(ended.scheduled)
    await expect(bench.runtime.cancelRepeat('another')).rejects.toMatchObject({ code: 'unknown-repeat' })
  })

  it('stops a repeat when Redis goes away, and says so', async () => {
    const bench = await openReadyBench(host)
    bench.runtime.pause()
    await bench.runtime.repeat({ ...good, count: LIMITS.repeat })
    await bench.live('it is under way', ({ repeats }) => (repeats[0]?.attempted ?? 0) > 0)
    await bench.server.kill()
    const { repeats, counters } = await bench.live(
      'it has failed',
      (live) => live.repeats[0]?.state === 'failed',
    )
    expect(repeats[0]?.attempted).toBeLessThan(LIMITS.repeat)
    expect(repeats[0]?.redisErrors).toBeGreaterThan(0)
    expect(['not-connected', 'not-answering']).toContain(repeats[0]?.error?.code)
    expect(counters.redisErrors).toBe(repeats[0]?.redisErrors)
    expect((await bench.runtime.refused()).rows.length).toBeLessThanOrEqual(LIMITS.refusedKept)
    // One sentence, one row, however many keys it met.
    expect((await bench.runtime.problems()).rows.length).toBeLessThanOrEqual(3)
    expect(bench.log.map(({ code }) => code)).toContain('bg_processor_error_set_dedup_key')
  })

  it('shows the life of a job with 20 samples: runs, pauses, refusals, keys held on', async () => {
    const bench = await openReadyBench(host)
    const started = await bench.runtime.scheduleSamples()
    expect(started.total).toBe(20)
    const { repeats } = await bench.live('all are scheduled', (live) => live.repeats[0]?.state === 'done')
    expect(repeats[0]).toMatchObject({ scheduled: 17, queuedHere: 3, held: 0, redisErrors: 0 })
    const { counters } = await bench.live('all have run', (live) => live.finishedCount === 17)
    expect(counters).toMatchObject({ done: 17, failed: 0, refusedHere: 3 })
    const holds = await waitFor(
      async () => {
        const names = (await bench.names()).filter((name) => name.includes('jobKey'))
        return names.length < 17 && names
      },
      { what: 'keys without a backoff are free' },
    )
    expect(holds.length).toBeGreaterThan(0)
  })

  it.each([
    'schedule',
    'repeat',
    'samples',
    'cancel',
    'pause',
    'resume',
    'release',
    'bump',
    'handler',
  ] as const)('refuses %s where the profile is read-only, and writes nothing', async (act) => {
    const bench = await openReadyBench(host, { readOnly: true })
    const { runtime } = bench
    const acts = {
      schedule: async () => runtime.schedule({ ...good, argument: '1' }),
      repeat: async () => runtime.repeat({ ...good, argument: '1', count: 2 }),
      samples: async () => runtime.scheduleSamples(),
      cancel: async () => runtime.cancel(1),
      pause: async () => runtime.pause(),
      resume: async () => runtime.resume(),
      release: async () =>
        runtime.release({ nameBytes: 'YQ==', valueBytes: 'YQ==', expiresAt: null, job: 'leave' }),
      bump: async () => runtime.bumps.confirm('0'),
      handler: async () => runtime.handlers.use('wait.js'),
    }
    await expect(acts[act]()).rejects.toMatchObject({ code: 'read-only' })
    expect(await bench.names()).toEqual([])
    expect(runtime.live()).toMatchObject({ state: 'running', generation: '0', repeats: [] })
  })
})
