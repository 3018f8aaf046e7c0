import { describe, expect, it } from 'vitest'
import { gate, newNamespace, nothing, type Work } from './fleet'
import { ManualClock } from './manual-clock'
import { onSharedRedis } from './on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()
const day = 24 * 3_600_000

describe('what a handler answers', () => {
  it.each([
    ['nothing', undefined, 0],
    ['0', 0, 0],
    ['a fraction', 0.25, 0.25],
    ['a day', day, day],
  ])('%s is the pause', async (_name, answer, pauseMs) => {
    const { processor, finishedOf } = await redis.member({ clock: new ManualClock() })
    await processor.schedule('now', 0, () => answer)
    expect(await finishedOf('now')).toMatchObject({ outcome: 'done', pauseMs })
  })

  it.each([
    ['not a number', Number.NaN],
    ['negative', -1],
    ['infinite', Number.POSITIVE_INFINITY],
    ['over a day', day + 1],
    ['text', '250'],
    ['null', null],
    ['a boolean', true],
    ['a big integer', 5n],
  ])('%s is no pause: the job fails, the lane goes on at once', async (_name, answer) => {
    const { processor, finishedOf } = await redis.member()
    for (const [key, work] of [
      ['now', () => answer],
      ['later', () => Promise.resolve(answer)],
    ] as const) {
      await processor.schedule(key, 0, work as Work)
      const finished = await finishedOf(key)
      expect(finished).toMatchObject({ outcome: 'failed', pauseMs: 0 })
      expect(finished.error).toMatchObject({ name: 'KeyholdError', code: 'bad-pause' })
    }
    await processor.schedule('next', 0, nothing)
    expect(await finishedOf('next')).toMatchObject({ outcome: 'done' })
  })

  it('a job that fails keeps its backoff', async () => {
    const { processor, finishedOf } = await redis.member()
    await processor.schedule('key', 60_000, () => Promise.reject(new Error('no')))
    await finishedOf('key')
    expect(await processor.scheduleWithReason('key', 0, nothing)).toMatchObject({ outcome: 'held' })
  })
})

describe('what a handler is given', () => {
  it('its key, its job id, its backoff, when it was accepted, and a signal', async () => {
    const { processor, finishedOf } = await redis.member()
    let given: Parameters<Work>[0] | undefined
    const before = Date.now()
    const answer = await processor.scheduleWithReason('key', 1_500, (context) => void (given = context))
    await finishedOf('key')
    expect(given).toMatchObject({ key: 'key', backoffMs: 1_500 })
    expect(answer).toEqual({ outcome: 'scheduled', jobId: given?.jobId })
    expect(given?.scheduledAt).toBeGreaterThanOrEqual(before - 1)
    expect(given?.scheduledAt).toBeLessThanOrEqual(Date.now() + 1)
    expect(given?.signal.aborted).toBe(false)
  })
})

describe('the time limit', () => {
  const deaf = () => {
    let end: () => void = () => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    let signal: AbortSignal | undefined
    const work: Work = (context) => {
      signal = context.signal
      return ended
    }
    return {
      work,
      end: () => end(),
      aborted: () => signal?.aborted ?? false,
      started: () => signal !== undefined,
    }
  }

  it('aborts the signal at the limit; a handler that heeds it ends its own way', async () => {
    const clock = new ManualClock()
    const { processor, finishedOf } = await redis.member({ clock, timeoutMs: 2_000 })
    const running = gate()
    await processor.schedule('key', 0, running.work)
    await running.started
    await clock.advance(1_999)
    expect(processor.runningJobs()[0]?.aborted).toBe(false)
    await clock.advance(1)
    // The gate answers 0 when it is aborted.
    expect((await finishedOf('key')).runMs).toBeGreaterThanOrEqual(2_000)
    expect(processor.abandonedCount()).toBe(0)
  })

  it('5 s later the job is a timeout, its lane goes on, and its key stays reserved until the promise settles', async () => {
    const namespace = newNamespace()
    const clock = new ManualClock()
    const { processor, finishedOf } = await redis.member({ namespace, clock, timeoutMs: 2_000 })
    const stuck = deaf()
    await processor.schedule('stuck', 0, stuck.work)
    await waitFor(stuck.started, { what: 'it runs' })
    await processor.schedule('next', 0, nothing)
    await clock.advance(2_000)
    expect(stuck.aborted()).toBe(true)
    await clock.advance(4_999)
    expect(processor.runningCount()).toBe(1)
    await clock.advance(1)
    expect(await finishedOf('stuck')).toMatchObject({ outcome: 'timeout' })
    expect(await finishedOf('next')).toMatchObject({ outcome: 'done' })
    expect(processor.abandonedCount()).toBe(1)
    expect(await processor.schedule('stuck', 0, nothing)).toBe(false)
    stuck.end()
    await waitFor(() => processor.abandonedCount() === 0, { what: 'the promise has settled' })
    expect(await processor.schedule('stuck', 0, nothing)).toBe(true)
    await finishedOf('stuck', 2)
  })

  it('counts from the start of the run, not from the schedule', async () => {
    const clock = new ManualClock()
    const { processor, finishedOf } = await redis.member({ clock, timeoutMs: 2_000, paused: true })
    await processor.schedule('key', 0, nothing)
    await clock.advance(60_000)
    processor.resume()
    expect(await finishedOf('key')).toMatchObject({ outcome: 'done', waitMs: 60_000, runMs: 0 })
  })
})

describe('lanes', () => {
  it('run as many jobs at once as there are, no more', async () => {
    const { processor, finished } = await redis.member({ concurrency: 3 })
    const gates = Array.from({ length: 7 }, gate)
    await Promise.all(gates.map((each, n) => processor.schedule(`job${n}`, 0, each.work)))
    await waitFor(() => processor.runningCount() === 3, { what: 'three run' })
    expect(processor.queueLength()).toBe(4)
    expect(new Set(processor.runningJobs().map((job) => job.lane)).size).toBe(3)
    gates[1]?.open()
    await gates[3]?.started
    expect(processor.runningCount()).toBe(3)
    expect(gates.map((each) => each.hasStarted())).toEqual([true, true, true, true, false, false, false])
    for (const each of gates) each.open()
    await waitFor(() => finished.length === 7, { what: 'all have run' })
  })

  it('a pause is kept by its lane alone', async () => {
    const clock = new ManualClock()
    const { processor, finishedOf } = await redis.member({ clock, concurrency: 2 })
    await processor.schedule('pauses', 0, () => day)
    await finishedOf('pauses')
    for (let n = 0; n < 5; n += 1) {
      await processor.schedule(`job${n}`, 0, nothing)
      await finishedOf(`job${n}`)
    }
  })
})
