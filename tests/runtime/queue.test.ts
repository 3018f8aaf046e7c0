import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/contract/limits'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { waitFor } from '../support/wait-for'
import { openReadyBench, type RuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const job = (key: string, argument = 'null', backoffMs = 60_000) => ({ key, backoffMs, argument })

const finishedRows = async ({ runtime }: RuntimeBench, offset = 0, limit = 200) =>
  (await runtime.finished({ offset, limit })).rows

describe('the queue of a runtime', () => {
  it('gives waiting rows by range: place, preview of the argument, and the whole one when asked', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    runtime.pause()
    const long = JSON.stringify({ text: 'x'.repeat(5_000) })
    await runtime.repeat({ ...job('seller:{n}', long), count: 450 })
    await bench.live('450 wait', (live) => live.counters.waiting === 450)

    const { rows, total } = await runtime.waiting({ offset: 100, limit: 200 })
    expect(total).toBe(450)
    expect(rows).toHaveLength(200)
    expect(rows[0]).toMatchObject({ position: 100, key: 'seller:101', backoffMs: 60_000 })
    expect(rows[0]?.argument).toHaveLength(LIMITS.argumentPreview)
    expect(rows[0]?.expectedWaitMs).toBeUndefined()
    expect(await runtime.argument(rows[0]?.jobId ?? 0)).toEqual({ argument: long })
    const last = await runtime.waiting({ offset: 449, limit: 200 })
    expect(last.rows.map(({ key }) => key)).toEqual(['seller:450'])
    expect((await runtime.waiting({ offset: 450, limit: 200 })).rows).toEqual([])
  })

  it('takes another name and more lanes where it is, and runs on', async () => {
    const scripts = {
      'slow.js': `
        export const options = { concurrency: 8 }
        export default (_arg, { signal }) => new Promise((done) => signal.addEventListener('abort', done))`,
    }
    const bench = await openReadyBench(host, { handler: 'slow.js', scripts })
    const { runtime } = bench
    await runtime.repeat({ ...job('{n}'), count: 5 })
    await bench.live('one runs', ({ counters }) => counters.running === 1 && counters.waiting === 4)
    runtime.adjust({ name: 'Renamed', environment: 'production', concurrency: 3 })
    await bench.live('three run', ({ counters }) => counters.running === 3 && counters.waiting === 2)
    expect(runtime.live().handler.concurrency).toBe(3)
    expect(runtime.profile).toMatchObject({ name: 'Renamed', environment: 'production', concurrency: 3 })
  })

  it('runs jobs with the active script and keeps how each one ended, newest first', async () => {
    const bench = await openReadyBench(host, {
      handler: 'mixed.js',
      scripts: {
        'mixed.js': `export default (arg) => { if (arg.fail) throw new Error('no stock'); return arg.pause }`,
      },
    })
    const { runtime } = bench
    for (const [key, argument] of Object.entries({
      a: '{"pause":1}',
      b: '{"fail":true}',
      c: '{"pause":"soon"}',
    })) {
      expect(await runtime.schedule(job(key, argument))).toMatchObject({ outcome: 'scheduled' })
    }
    await bench.live('all have finished', (live) => live.finishedCount === 3)

    const rows = await finishedRows(bench)
    expect(rows.map(({ key, outcome, pauseMs }) => ({ key, outcome, pauseMs }))).toEqual([
      { key: 'c', outcome: 'failed', pauseMs: 0 },
      { key: 'b', outcome: 'failed', pauseMs: 0 },
      { key: 'a', outcome: 'done', pauseMs: 1 },
    ])
    expect(rows[1]).toMatchObject({ handler: 'mixed.js', confirmed: true, error: { code: 'threw' } })
    expect(rows[1]?.error?.message).toContain('no stock')
    expect(rows[1]?.error?.stack).toContain('mixed.js')
    expect(await runtime.argument(rows[2]?.jobId ?? 0)).toEqual({ argument: '{"pause":1}' })
    expect(await runtime.argument(1_000_000)).toEqual({ argument: null })
    expect(runtime.live().counters).toMatchObject({ done: 1, failed: 2, waiting: 0, running: 0 })
    expect(bench.log.filter(({ code }) => code === 'bg_processor_panic')).toHaveLength(2)
  })

  it('counts and keeps what was refused here, and what another instance holds', async () => {
    const first = await openReadyBench(host)
    const second = await openReadyBench(host, { server: first.server })
    first.runtime.pause()
    second.runtime.pause()
    await first.runtime.schedule(job('seller:1'))
    expect(await first.runtime.schedule(job('seller:1'))).toMatchObject({
      outcome: 'queued-here',
      state: 'waiting',
    })
    const held = await second.runtime.schedule(job('seller:1'))
    expect(held).toMatchObject({
      outcome: 'held',
      redisKey: 'orders:goio.bgProcessor.dedupKey:gen:0:jobKey:seller:1',
      generation: '0',
      owner: { kind: 'keyhold', here: false },
    })

    expect(first.runtime.live().counters).toMatchObject({ refusedHere: 1, held: 0 })
    expect(second.runtime.live().counters).toMatchObject({ refusedHere: 0, held: 1 })
    const { rows } = await second.runtime.refused()
    expect(rows).toEqual([expect.objectContaining({ sequence: 1, key: 'seller:1', outcome: held })])
  })

  it('keeps the last 50 refusals and counts all', async () => {
    const bench = await openReadyBench(host)
    bench.runtime.pause()
    await bench.runtime.repeat({ ...job('same'), count: 61 })
    await bench.live('60 were refused', (live) => live.counters.refusedHere === 60)
    const { rows, version } = await bench.runtime.refused()
    expect(rows).toHaveLength(LIMITS.refusedKept)
    expect(version).toBe(60)
    expect(rows[0]?.sequence).toBe(60)
  })

  it('expects a wait by the time recent jobs took, and none while it is paused', async () => {
    const bench = await openReadyBench(host, { handler: 'wait.js' })
    const { runtime } = bench
    await runtime.schedule(job('first', '{"ms":100}', 0))
    await bench.live('one has run', (live) => live.finishedCount === 1)
    const long = await runtime.schedule(job('long', '{"ms":60000}', 0))
    await bench.live('one runs', (live) => live.counters.running === 1)
    await runtime.repeat({ ...job('seller:{n}', '{"ms":100}', 0), count: 10 })
    await bench.live('ten wait', (live) => live.counters.waiting === 10)

    const { rows } = await runtime.waiting({ offset: 0, limit: 10 })
    const [near, far] = [rows[0]?.expectedWaitMs ?? 0, rows[9]?.expectedWaitMs ?? 0]
    const typicalMs = (far - near) / 9
    expect(typicalMs).toBeGreaterThanOrEqual(100)
    // What runs has passed the typical time: it is expected to take as long again as it has taken so far.
    const next = async () => (await runtime.waiting({ offset: 0, limit: 1 })).rows[0]?.expectedWaitMs ?? 0
    await waitFor(async () => (await next()) > typicalMs * 3, { what: 'the wait grows with the run' })
    runtime.pause()
    expect((await runtime.waiting({ offset: 0, limit: 1 })).rows[0]?.expectedWaitMs).toBeUndefined()
    if (long.outcome === 'scheduled') await runtime.cancel(long.jobId)
  })

  it('cancels a waiting job with its hold, and aborts a running one', async () => {
    const bench = await openReadyBench(host, { handler: 'wait.js' })
    const { runtime } = bench
    const running = await runtime.schedule(job('runs', '{"ms":60000}', 0))
    await bench.live('it runs', (live) => live.running[0]?.key === 'runs' && live.running[0].runMs > 0)
    const waiting = await runtime.schedule(job('waits'))
    if (running.outcome !== 'scheduled' || waiting.outcome !== 'scheduled') throw new Error('Not scheduled')

    expect(await runtime.cancel(waiting.jobId)).toEqual({ outcome: 'removed' })
    expect(await runtime.cancel(running.jobId)).toEqual({ outcome: 'aborting' })
    expect(await runtime.cancel(1_000_000)).toEqual({ outcome: 'not-found' })
    await bench.live('both have ended', (live) => live.counters.cancelled === 2)
    await waitFor(async () => (await bench.names()).filter((name) => name.includes('jobKey')).length === 0, {
      what: 'no hold is left',
    })
  })

  it('shows what runs, paused and resumed', async () => {
    const bench = await openReadyBench(host)
    bench.runtime.pause()
    expect(bench.runtime.live().state).toBe('paused')
    await bench.runtime.schedule(job('seller:1', '{"pauseMs":0}'))
    expect(bench.runtime.pending()).toMatchObject({ waiting: 1, running: 0 })
    bench.runtime.resume()
    expect(bench.runtime.live().state).toBe('running')
    await bench.live('it has run', (live) => live.counters.done === 1)
  })

  it('is marked as changed for what happens, and again while the rate falls', async () => {
    const bench = await openReadyBench(host)
    let marks = 0
    const stop = bench.runtime.onChange(() => (marks += 1))
    await bench.runtime.schedule(job('seller:1'))
    const busy = await bench.live(
      'it has run',
      (live) => live.counters.jobsPerSecond > 0 && live.counters.done === 1,
    )
    const before = marks
    expect(before).toBeGreaterThan(0)
    await bench.live('the rate is 0', (live) => live.counters.jobsPerSecond === 0)
    expect(marks).toBeGreaterThan(before)
    expect(bench.runtime.live().sequence).toBeGreaterThan(busy.sequence)
    stop()
  })
})
