import { describe, expect, it } from 'vitest'
import { gate, newNamespace, nothing, type Work } from './fleet'
import { ManualClock } from './manual-clock'
import { onOwnRedis, onSharedRedis } from './on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

describe('pause and resume', () => {
  it('lets running jobs end, starts no further one, and goes on where it was', async () => {
    const { processor, finishedOf, finished } = await redis.member()
    const states: string[] = []
    processor.on('state', ({ state }) => states.push(state))
    const running = gate()
    await processor.schedule('runs', 0, running.work)
    await running.started
    for (const key of ['a', 'b']) await processor.schedule(key, 0, nothing)
    processor.pause()
    processor.pause()
    expect(processor.state()).toBe('paused')
    running.open()
    await finishedOf('runs')
    // Accepted while paused, and a whole round trip in which a job would have begun.
    expect(await processor.schedule('c', 0, nothing)).toBe(true)
    expect(finished.map((job) => job.key)).toEqual(['runs'])
    expect(processor.queueLength()).toBe(3)
    processor.resume()
    await finishedOf('c')
    expect(finished.map((job) => job.key)).toEqual(['runs', 'a', 'b', 'c'])
    expect(states).toEqual(['paused', 'running'])
  })

  it('starts paused when asked', async () => {
    const { processor, finishedOf } = await redis.member({ paused: true })
    expect(processor.state()).toBe('paused')
    await processor.schedule('key', 0, nothing)
    expect(processor.queueLength()).toBe(1)
    processor.resume()
    expect(processor.state()).toBe('running')
    await finishedOf('key')
  })
})

describe('drain', () => {
  it('refuses schedules, runs what waits, and resolves when nothing is left', async () => {
    const { processor, finished } = await redis.member()
    const running = gate()
    await processor.schedule('runs', 0, running.work)
    for (let n = 0; n < 20; n += 1) await processor.schedule(`job${n}`, 0, nothing)
    let drained = false
    const draining = processor.drain().then(() => (drained = true))
    expect(processor.state()).toBe('draining')
    expect(await processor.scheduleWithReason('late', 0, nothing)).toEqual({ outcome: 'stopped' })
    expect(drained).toBe(false)
    running.open()
    await draining
    expect(finished).toHaveLength(21)
    expect(processor.queueLength() + processor.runningCount()).toBe(0)
  })

  it('goes on with a paused processor, and resolves at once when there is nothing to do', async () => {
    const { processor, finished } = await redis.member({ paused: true })
    await processor.schedule('key', 0, nothing)
    await processor.drain()
    expect(finished.map((job) => job.key)).toEqual(['key'])
    await processor.drain()
    await (await redis.member()).processor.drain()
  })

  it.each([
    ['resume', 'running', ['first', 'second', 'after']],
    ['pause', 'paused', ['first']],
  ] as const)('is taken back by %s: schedules are accepted again', async (act, state, ran) => {
    const { processor, finished } = await redis.member()
    const running = gate()
    await processor.schedule('first', 0, running.work)
    await processor.schedule('second', 0, nothing)
    void processor.drain()
    expect(await processor.schedule('refused', 0, nothing)).toBe(false)
    processor[act]()
    expect(processor.state()).toBe(state)
    expect(await processor.schedule('after', 0, nothing)).toBe(true)
    running.open()
    await waitFor(() => finished.length >= ran.length && processor.runningCount() === 0, {
      what: 'those that may run have run',
    })
    expect(finished.map((job) => job.key)).toEqual(ran)
  })
})

describe('stop', () => {
  it('waits for running jobs, settles them, and starts no other', async () => {
    const namespace = newNamespace()
    const { processor, finished } = await redis.member({ namespace })
    const running = gate()
    await processor.schedule('runs', 0, running.work)
    await running.started
    await processor.schedule('waits', 60_000, nothing)
    const stopping = processor.stop({ graceMs: 60_000 })
    expect(await processor.scheduleWithReason('late', 0, nothing)).toEqual({ outcome: 'stopped' })
    running.open()
    await stopping
    expect(processor.state()).toBe('stopped')
    expect(finished.find((job) => job.key === 'runs')).toMatchObject({ outcome: 'done' })
    expect(finished.filter((job) => job.outcome === 'done')).toHaveLength(1)
    expect(await redis.look.holdNames(namespace)).toEqual([])
  })

  it('aborts running jobs when asked, at once', async () => {
    const { processor, finished } = await redis.member()
    const running = gate()
    await processor.schedule('runs', 60_000, running.work)
    await running.started
    await processor.stop({ running: 'abort', graceMs: 60_000 })
    expect(finished.map((job) => job.key)).toEqual(['runs'])
    expect(processor.runningCount()).toBe(0)
  })

  it('aborts them when the grace is over, and leaves one that does not heed it 5 s later', async () => {
    const clock = new ManualClock()
    const { processor } = await redis.member({ clock })
    let aborted = false
    const deaf: Work = ({ signal }) => {
      signal.addEventListener('abort', () => (aborted = true))
      return new Promise(() => {})
    }
    await processor.schedule('deaf', 0, deaf)
    await waitFor(() => processor.runningCount() === 1, { what: 'it runs' })
    let stopped = false
    const stopping = processor.stop({ graceMs: 3_000 }).then(() => (stopped = true))
    await clock.advance(2_999)
    expect(aborted).toBe(false)
    await clock.advance(1)
    expect(aborted).toBe(true)
    await clock.advance(4_000)
    expect(stopped).toBe(false)
    await clock.advance(1_500)
    await stopping
    expect(processor.state()).toBe('stopped')
  })

  it('ends a pause that a lane keeps', async () => {
    const { processor, finishedOf } = await redis.member()
    await processor.schedule('key', 0, () => 24 * 3_600_000)
    await finishedOf('key')
    await processor.stop()
    expect(processor.state()).toBe('stopped')
  })

  it('happens once: a second call waits for the first, and a stopped processor stays stopped', async () => {
    const { processor } = await redis.member()
    const running = gate()
    await processor.schedule('runs', 0, running.work)
    await running.started
    const order: string[] = []
    const first = processor.stop({ graceMs: 60_000 }).then(() => order.push('first'))
    const second = processor.stop({ running: 'finish' }).then(() => order.push('second'))
    expect(order).toEqual([])
    running.open()
    await Promise.all([first, second])
    expect([...order].sort()).toEqual(['first', 'second'])
    processor.resume()
    expect(processor.state()).toBe('stopped')
    expect(await processor.schedule('key', 0, nothing)).toBe(false)
  })

  it('answers a schedule that is under way, and leaves no hold of it', async () => {
    const namespace = newNamespace()
    const { processor } = await redis.member({ namespace, paused: true })
    await processor.schedule('first', 60_000, nothing)
    const schedules = Array.from({ length: 50 }, (_, n) =>
      processor.scheduleWithReason(`key${n}`, 60_000, nothing),
    )
    await processor.stop({ waiting: 'release' })
    for (const answer of await Promise.all(schedules))
      expect(['stopped', 'scheduled']).toContain(answer.outcome)
    await waitFor(async () => (await redis.look.holdNames(namespace)).length === 0, {
      what: 'no hold is left',
    })
    expect(processor.queueLength()).toBe(0)
  })

  it('ends although Redis hangs', async () => {
    const own = await onOwnRedis()
    const { processor } = await own.member({ paused: true })
    await processor.schedule('key', 60_000, nothing)
    own.server.suspend()
    await processor.stop({ waiting: 'release' })
    expect(processor.state()).toBe('stopped')
    own.server.continue()
  })
})
