import { describe, expect, it } from 'vitest'
import type { Work } from './fleet'
import { gate, newNamespace, nothing } from './fleet'
import { ManualClock } from './manual-clock'
import { onSharedRedis } from './on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

/** What the test-suite of go-io's background processor asks for, by behaviour. */
describe('a background processor', () => {
  it('does not schedule repeated jobs: one that waits, one that runs, one in its backoff', async () => {
    const { processor, finishedOf } = await redis.member()
    const running = gate()
    let runs = 0
    const work: Work = async (context) => {
      runs += 1
      await running.work(context)
    }
    expect(await processor.schedule('key', 60_000, work)).toBe(true)
    await running.started
    expect(await processor.schedule('key', 60_000, work)).toBe(false)
    expect(await processor.schedule('other', 60_000, nothing)).toBe(true)
    expect(await processor.schedule('other', 60_000, nothing)).toBe(false)
    running.open()
    await finishedOf('other')
    expect(await processor.schedule('key', 60_000, work)).toBe(false)
    expect(await processor.schedule('other', 0, work)).toBe(false)
    expect(runs).toBe(1)
    expect(processor.queueLength()).toBe(0)
  })

  it('schedules again after the run once the backoff is over', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await redis.member({ namespace })
    expect(await processor.schedule('key', 300, nothing)).toBe(true)
    await finishedOf('key')
    await redis.look.until(namespace, 0, 'key', 'gone')
    expect(await processor.schedule('key', 300, nothing)).toBe(true)
    await finishedOf('key', 2)
  })

  it('schedules again right after the run when it asked for no backoff', async () => {
    const { processor, finishedOf } = await redis.member()
    for (let nth = 1; nth <= 20; nth += 1) {
      expect(await processor.schedule('key', 0, nothing)).toBe(true)
      expect((await finishedOf('key', nth)).outcome).toBe('done')
    }
  })

  it('survives a throw: that job fails with what was thrown, and the next one runs', async () => {
    const { processor, finishedOf } = await redis.member()
    const thrown = new Error('omg')
    await processor.schedule('throws', 0, () => {
      throw thrown
    })
    await processor.schedule('rejects', 0, () => Promise.reject(thrown))
    await processor.schedule('next', 0, nothing)
    expect(await finishedOf('throws')).toMatchObject({ outcome: 'failed', pauseMs: 0 })
    expect((await finishedOf('throws')).error).toBe(thrown)
    expect((await finishedOf('rejects')).error).toBe(thrown)
    expect(await finishedOf('next')).toMatchObject({ outcome: 'done' })
    expect(await processor.schedule('throws', 0, nothing)).toBe(true)
  })

  it('passes its own argument, by reference, to each of 100 jobs, in the order of the schedules', async () => {
    const { processor, finished } = await redis.member({ initialCapacity: 5 })
    const received: Work[] = []
    const works = Array.from({ length: 100 }, () => {
      const work: Work = () => void received.push(work)
      return work
    })
    for (const [index, work] of works.entries()) {
      expect(await processor.schedule(`job${index}`, 60_000, work)).toBe(true)
    }
    await waitFor(() => finished.length === 100, { what: 'all have run' })
    expect(received.every((work, index) => work === works[index])).toBe(true)
    expect(finished.every((job, index) => job.arg === works[index])).toBe(true)
  })

  it('runs one job at a time', async () => {
    const { processor, finished } = await redis.member()
    let inside = 0
    let most = 0
    const work: Work = async () => {
      most = Math.max(most, (inside += 1))
      await new Promise((resolve) => setTimeout(resolve, 2))
      inside -= 1
    }
    await Promise.all(Array.from({ length: 50 }, (_, n) => processor.schedule(`job${n}`, 0, work)))
    await waitFor(() => finished.length === 50, { what: 'all have run' })
    expect(most).toBe(1)
  })

  it('keeps the pause between jobs, counted from the end of the run', async () => {
    const clock = new ManualClock()
    const { processor, finished, finishedOf } = await redis.member({ clock })
    const startedAt: number[] = []
    const work: Work = () => {
      startedAt.push(clock.monotonic())
      return 7_000
    }
    for (let n = 0; n < 5; n += 1) await processor.schedule(`job${n}`, 0, work)
    await finishedOf('job0')
    await clock.advance(6_999)
    expect(finished).toHaveLength(1)
    for (let n = 1; n < 5; n += 1) {
      await clock.advance(n === 1 ? 1 : 7_000)
      expect(await finishedOf(`job${n}`)).toMatchObject({ outcome: 'done', pauseMs: 7_000 })
    }
    expect(startedAt.map((moment) => moment - (startedAt[0] ?? 0))).toEqual([
      0, 7_000, 14_000, 21_000, 28_000,
    ])
  })

  it('holds no key during the pause', async () => {
    const clock = new ManualClock()
    const { processor, finishedOf } = await redis.member({ clock })
    await processor.schedule('key', 0, () => 3_600_000)
    await finishedOf('key')
    expect(processor.runningCount()).toBe(0)
    expect(await processor.schedule('key', 0, nothing)).toBe(true)
    expect(processor.queueLength()).toBe(1)
  })

  it('starts working at once, and counts those that wait apart from those that run', async () => {
    const { processor } = await redis.member()
    const first = gate()
    await processor.schedule('first', 0, first.work)
    await first.started
    await Promise.all(['a', 'b', 'c'].map((key) => processor.schedule(key, 0, nothing)))
    expect(processor.queueLength()).toBe(3)
    expect(processor.runningCount()).toBe(1)
    first.open()
    await waitFor(() => processor.queueLength() + processor.runningCount() === 0, { what: 'all have run' })
  })

  it('bumps: every job can be scheduled again, except where it still waits or runs here', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await redis.member({ namespace })
    const running = gate()
    await processor.schedule('done', 60_000, nothing)
    await finishedOf('done')
    await processor.schedule('running', 60_000, running.work)
    await running.started
    await processor.schedule('waiting', 60_000, nothing)
    expect(await processor.schedule('done', 60_000, nothing)).toBe(false)
    expect(await processor.bumpRemoteDedupKey()).toBe('1')
    expect(await processor.schedule('done', 60_000, nothing)).toBe(true)
    expect(await processor.schedule('running', 60_000, nothing)).toBe(false)
    expect(await processor.schedule('waiting', 60_000, nothing)).toBe(false)
    running.open()
    await finishedOf('done', 2)
    expect(await processor.schedule('running', 60_000, nothing)).toBe(true)
    expect(await processor.schedule('waiting', 60_000, nothing)).toBe(true)
    expect(await processor.bumpRemoteDedupKey()).toBe('2')
  })

  it('refuses the capacity 0', async () => {
    await expect(redis.member({ initialCapacity: 0 })).rejects.toMatchObject({ code: 'bad-capacity' })
  })
})
