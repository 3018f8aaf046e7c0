import { describe, expect, it } from 'vitest'
import { gate, newNamespace, nothing, type Work } from './fleet'
import { ManualClock } from './manual-clock'
import { onSharedRedis } from './on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

describe('the queue that an operator sees', () => {
  it('is read by range, with the age of each job since its acceptance', async () => {
    const clock = new ManualClock()
    const { processor } = await redis.member({ paused: true, clock })
    for (let n = 0; n < 30; n += 1) {
      await processor.schedule(`key${n}`, n, nothing)
      await clock.advance(100)
    }
    const rows = processor.waitingJobs(10, 5)
    expect(rows.map((job) => job.key)).toEqual(['key10', 'key11', 'key12', 'key13', 'key14'])
    expect(rows[0]).toMatchObject({ backoffMs: 10, arg: nothing, ageMs: 2_000 })
    expect(rows[0]?.scheduledAt).toBe(clock.wall() - 2_000)
    expect(processor.waitingJobs(29, 10).map((job) => job.key)).toEqual(['key29'])
    expect(processor.waitingJobs(30, 10)).toEqual([])
  })

  it('has a version that grows whenever the list of waiting jobs changes', async () => {
    const { processor, finishedOf } = await redis.member({ paused: true })
    const versions = [processor.queueVersion()]
    const answer = await processor.scheduleWithReason('a', 0, nothing)
    versions.push(processor.queueVersion())
    await processor.schedule('b', 0, nothing)
    versions.push(processor.queueVersion())
    await processor.schedule('b', 0, nothing)
    expect(processor.queueVersion()).toBe(versions.at(-1))
    processor.cancel(answer.outcome === 'scheduled' ? answer.jobId : -1)
    versions.push(processor.queueVersion())
    processor.resume()
    await finishedOf('b')
    versions.push(processor.queueVersion())
    expect(versions.every((version, n) => n === 0 || version > (versions[n - 1] ?? 0))).toBe(true)
  })

  it('finds a job by its id and by its key while it waits and while it runs, and not after', async () => {
    const { processor, finishedOf } = await redis.member()
    const running = gate()
    const answers = [
      await processor.scheduleWithReason('runs', 0, running.work),
      await processor.scheduleWithReason('waits', 0, nothing),
    ]
    await running.started
    for (const [n, key] of ['runs', 'waits'].entries()) {
      const answer = answers[n]
      if (answer?.outcome !== 'scheduled') throw new Error('not scheduled')
      expect(processor.findJob({ key })).toMatchObject({ key, jobId: answer.jobId })
      expect(processor.findJob({ jobId: answer.jobId })).toMatchObject({ key })
    }
    expect(processor.runningJobs().map((job) => job.key)).toEqual(['runs'])
    running.open()
    await finishedOf('waits')
    expect(processor.findJob({ key: 'runs' })).toBeUndefined()
    expect(processor.findJob({ key: 'waits' })).toBeUndefined()
  })

  it('tells what a job scheduled now may have to wait, at worst', async () => {
    const clock = new ManualClock()
    const { processor, finishedOf } = await redis.member({ clock, concurrency: 2 })
    expect(processor.worstCaseMs()).toBe(0)
    const slow = gate()
    await processor.schedule('slow', 0, slow.work)
    await slow.started
    await clock.advance(3_000)
    slow.open(1_000)
    await finishedOf('slow')
    await clock.advance(1_000)
    const gates = [gate(), gate()]
    for (const [n, each] of gates.entries()) await processor.schedule(`blocks${n}`, 0, each.work)
    await Promise.all(gates.map((each) => each.started))
    for (let n = 0; n < 10; n += 1) await processor.schedule(`key${n}`, 0, nothing)
    // At least the ten that wait, each 4 s by the longest run and pause, over two lanes; at most all twelve, and its own.
    expect(processor.worstCaseMs()).toBeGreaterThanOrEqual((10 * 4_000) / 2)
    expect(processor.worstCaseMs()).toBeLessThanOrEqual((13 * 4_000) / 2)
  })

  it('holds a key for the worst case where that is longer than backoff and lease', async () => {
    const namespace = newNamespace()
    const clock = new ManualClock()
    const { processor, finishedOf } = await redis.member({ namespace, clock })
    await processor.schedule('pauses', 0, () => 60_000)
    await finishedOf('pauses')
    for (let n = 0; n < 10; n += 1) await processor.schedule(`ahead${n}`, 0, nothing)
    const worstCaseMs = processor.worstCaseMs()
    expect(worstCaseMs).toBeGreaterThanOrEqual(10 * 60_000)
    const before = Math.floor(await redis.look.time())
    await processor.schedule('key', 0, nothing)
    const after = Math.ceil(await redis.look.time())
    const { expiresAt = 0 } = (await redis.look.hold(namespace, 0, 'key')) ?? {}
    expect(expiresAt).toBeGreaterThanOrEqual(before + worstCaseMs)
    expect(expiresAt).toBeLessThanOrEqual(after + worstCaseMs + 60_000)
  })
})

describe('cancelling', () => {
  it('takes a waiting job out; the others keep their order', async () => {
    const { processor, finished, finishedOf } = await redis.member({ paused: true })
    const ids: number[] = []
    for (const key of ['a', 'b', 'c']) {
      const answer = await processor.scheduleWithReason(key, 60_000, nothing)
      if (answer.outcome === 'scheduled') ids.push(answer.jobId)
    }
    expect(processor.cancel(ids[1] ?? -1)).toBe('removed')
    expect(processor.queueLength()).toBe(2)
    processor.resume()
    await finishedOf('c')
    expect(finished.map((job) => [job.key, job.outcome])).toEqual([
      ['b', 'cancelled'],
      ['a', 'done'],
      ['c', 'done'],
    ])
    await waitFor(() => processor.schedule('b', 0, nothing), { what: 'its key is free' })
  })

  it('aborts a running job, which ends as cancelled and not as failed', async () => {
    const { processor, finishedOf } = await redis.member()
    const heeding: Work = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
    const answer = await processor.scheduleWithReason('key', 0, heeding)
    await waitFor(() => processor.runningCount() === 1, { what: 'it runs' })
    expect(processor.cancel(answer.outcome === 'scheduled' ? answer.jobId : -1)).toBe('aborting')
    expect(await finishedOf('key')).toMatchObject({ outcome: 'cancelled' })
    expect(processor.cancel(answer.outcome === 'scheduled' ? answer.jobId : -1)).toBe('not-found')
    expect(processor.cancel(123_456)).toBe('not-found')
  })
})

describe('events', () => {
  it('tell the life of a job in order, until they are unsubscribed', async () => {
    const { processor, finishedOf } = await redis.member()
    const heard: string[] = []
    const ends = [
      processor.on('scheduled', (job) => heard.push(`scheduled ${job.key}`)),
      processor.on('started', (job) => heard.push(`started ${job.key}`)),
      processor.on('finished', (job) => heard.push(`finished ${job.key} ${job.outcome}`)),
    ]
    await processor.schedule('a', 0, nothing)
    await finishedOf('a')
    expect(heard).toEqual(['scheduled a', 'started a', 'finished a done'])
    for (const end of ends) end()
    for (const end of ends) end()
    await processor.schedule('b', 0, nothing)
    await finishedOf('b')
    expect(heard).toHaveLength(3)
  })
})
