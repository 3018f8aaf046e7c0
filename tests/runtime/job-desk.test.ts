import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { openReadyBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const holdName = (generation: number, key: string): string =>
  `orders:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`
const job = (key: string, argument: unknown = null, backoffMs = 60_000) => ({
  key,
  backoffMs,
  argument: JSON.stringify(argument),
})
const jobIdOf = (answer: { readonly outcome: string; readonly jobId?: number }): number => {
  if (answer.outcome !== 'scheduled' || answer.jobId === undefined) throw new Error(answer.outcome)
  return answer.jobId
}

describe('the hold of a job', () => {
  it('is looked up in the generation of the job, while it waits and after its end', async () => {
    const bench = await openReadyBench(host)
    const { runtime, redis } = bench
    runtime.pause()
    const jobId = jobIdOf(await runtime.schedule(job('seller:1')))
    const hold = await runtime.job.hold(jobId)
    expect(hold).toMatchObject({ redisKey: holdName(0, 'seller:1'), generation: '0', standing: 'this-job' })
    expect(hold.row).toMatchObject({ owner: { kind: 'keyhold', here: true }, queuedHere: 'waiting' })
    expect(await redis.exists(hold.redisKey)).toBe(1)
    await runtime.bumps.confirm('0')
    expect(await runtime.job.hold(jobId)).toMatchObject({ generation: '0', standing: 'this-job' })
    runtime.resume()
    await bench.live('it is done', ({ counters }) => counters.done === 1)
    const after = jobIdOf(await runtime.schedule(job('seller:2')))
    await bench.live('both are', ({ counters }) => counters.done === 2)
    expect(await runtime.job.hold(jobId)).toMatchObject({ generation: '0', standing: 'gone', row: null })
    expect(await runtime.job.hold(after)).toMatchObject({ generation: '1', standing: 'this-job' })
  })

  it('is said to be another’s where it is, and to be gone', async () => {
    const { runtime, redis } = await openReadyBench(host)
    runtime.pause()
    const jobId = jobIdOf(await runtime.schedule(job('seller:1')))
    await redis.set(holdName(0, 'seller:1'), '"seller:1"', 'PX', 60_000)
    expect(await runtime.job.hold(jobId)).toMatchObject({
      standing: 'another',
      row: { owner: { kind: 'go-io' } },
    })
    await redis.del(holdName(0, 'seller:1'))
    expect(await runtime.job.hold(jobId)).toMatchObject({ standing: 'gone', row: null })
    await expect(runtime.job.hold(1_000)).rejects.toMatchObject({ code: 'unknown-job' })
  })

  it('belongs to the job of its key that is at work', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    const first = jobIdOf(await runtime.schedule(job('seller:1', null, 0)))
    await bench.live('it is done', ({ counters }) => counters.done === 1)
    runtime.pause()
    const second = jobIdOf(await runtime.schedule(job('seller:1')))
    expect(await runtime.job.hold(first)).toMatchObject({ standing: 'another-job' })
    expect(await runtime.job.hold(second)).toMatchObject({ standing: 'this-job' })
  })
})

describe('the lines of a job', () => {
  it('are there while it runs and after it, and the running row counts them', async () => {
    const script = `export default async ({ quiet }, { log, signal }) => {
      if (quiet) return
      console.log('begins')
      log.warn('slowly')
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      log.error('aborted')
    }`
    const bench = await openReadyBench(host, {
      handler: 'mine.js',
      scripts: { 'mine.js': script },
    })
    const { runtime } = bench
    const jobId = jobIdOf(await runtime.schedule(job('speaks', {})))
    const { running } = await bench.live('it has written', (state) => state.running[0]?.lines === 2)
    expect(running[0]?.startedAt).toBeGreaterThanOrEqual(running[0]?.scheduledAt ?? 0)
    expect(runtime.job.lines({ jobId, offset: 0 })).toMatchObject({
      lines: [
        { level: 'info', text: 'begins' },
        { level: 'warn', text: 'slowly' },
      ],
      total: 2,
    })
    await runtime.cancel(jobId)
    await bench.live('it has ended', ({ finishedCount }) => finishedCount === 1)
    expect(runtime.job.lines({ jobId, offset: 2 })).toMatchObject({
      from: 2,
      lines: [{ level: 'error', text: 'aborted' }],
    })
    const quiet = jobIdOf(await runtime.schedule(job('quiet', { quiet: true })))
    await bench.live('it has ended', ({ finishedCount }) => finishedCount === 2)
    expect(runtime.job.lines({ jobId: quiet, offset: 0 })).toMatchObject({ lines: [], total: 0 })
  })
})

describe('run next', () => {
  it('moves a waiting job to the head, and is refused where the profile is read-only', async () => {
    const { runtime, server } = await openReadyBench(host)
    runtime.pause()
    const ids: number[] = []
    for (const key of ['a', 'b', 'c']) ids.push(jobIdOf(await runtime.schedule(job(key))))
    expect(runtime.job.runNext(ids[2] ?? 0)).toEqual({ outcome: 'moved' })
    const { rows } = await runtime.waiting({ offset: 0, limit: 10 })
    expect(rows.map(({ key, position }) => [key, position])).toEqual([
      ['c', 0],
      ['a', 1],
      ['b', 2],
    ])
    const reader = await openReadyBench(host, { server, readOnly: true })
    expect(() => reader.runtime.job.runNext(1)).toThrow(expect.objectContaining({ code: 'read-only' }))
  })

  it('shows what keeps jobs from starting in the live state', async () => {
    const script = `export const options = { attempts: 2, retryDelayMs: 60_000 }
      export default ({ pause }) => { if (pause) return pause; throw new Error('no stock') }`
    const bench = await openReadyBench(host, {
      handler: 'mine.js',
      scripts: { 'mine.js': script },
    })
    const { runtime } = bench
    expect(runtime.live().startWaits).toMatchObject({ pausingLanes: 0, retrying: 0 })
    await runtime.schedule(job('fails', {}))
    const { startWaits, at } = await bench.live(
      'it waits to retry',
      (state) => state.startWaits.retrying === 1,
    )
    expect(startWaits.retryDueAt).toBeGreaterThan(at)
    await runtime.schedule(job('pauses', { pause: 30_000 }))
    const paused = await bench.live('its lane pauses', (state) => state.startWaits.pausingLanes === 1)
    expect(paused.startWaits.pause).toMatchObject({ ms: 30_000 })
    const [row] = (await runtime.waiting({ offset: 0, limit: 1 })).rows
    await runtime.cancel(row?.jobId ?? 0)
    await bench.live('it is cancelled', ({ counters }) => counters.cancelled === 1)
    const [finished] = (await runtime.finished({ offset: 0, limit: 1 })).rows
    expect(finished).toMatchObject({ outcome: 'cancelled', attempts: 1, error: { code: 'threw' } })
    expect(finished?.error?.message).toContain('no stock')
  })
})
