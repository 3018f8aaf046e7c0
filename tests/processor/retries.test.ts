import { describe, expect, it } from 'vitest'
import type { RetryingJob } from '../../src/processor/background-processor'
import { RetryLater } from '../../src/processor/retry-later'
import { Elsewhere } from './elsewhere'
import { gate, newNamespace, nothing, type MemberOptions, type Work } from './fleet'
import { generationName } from './look'
import { ManualClock } from './manual-clock'
import { onSharedRedis } from './on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

/** Fails so often, asking to be run again after `delayMs`, then ends well. */
function flaky(failures: number, delayMs: number): Work & { readonly attempts: number[] } {
  const attempts: number[] = []
  const work: Work = ({ attempt }) => {
    attempts.push(attempt)
    if (attempts.length <= failures) throw new RetryLater(delayMs, new Error(`failure ${attempt}`))
  }
  return Object.assign(work, { attempts })
}

async function retrying(options: Partial<MemberOptions> = {}) {
  const clock = new ManualClock()
  const member = await redis.member({ clock, ...options })
  const retries: RetryingJob<Work>[] = []
  member.processor.on('retrying', (job) => retries.push(job))
  const put = async (key: string, work: Work, backoffMs = 0): Promise<number> => {
    const answer = await member.processor.scheduleWithReason(key, backoffMs, work)
    if (answer.outcome !== 'scheduled') throw new Error(`${key} is ${answer.outcome}`)
    return answer.jobId
  }
  const waits = (key: string): Promise<RetryingJob<Work>> =>
    waitFor(() => retries.find((job) => job.key === key), { what: `${key} waits to be run again` })
  return { ...member, clock, retries, put, waits }
}

describe('a handler that asks to be called again', () => {
  it.each(['here', 'elsewhere'])('is, after the delay, until it ends well: %s', async (where) => {
    const remote = where === 'here' ? {} : { remote: new Elsewhere() }
    const { processor, clock, put, retries, finished, finishedOf, waits } = await retrying(remote)
    const work = flaky(2, 4_000)
    const jobId = await put('key', work)
    await waits('key')
    expect(retries[0]).toMatchObject({ jobId, retry: { attempt: 2, dueAt: clock.wall() + 4_000 } })
    expect(retries[0]?.retry.error).toMatchObject({ message: 'failure 1' })
    expect([processor.queueLength(), processor.runningCount()]).toEqual([1, 0])
    expect(processor.waitingJobs(0, 10)).toMatchObject([{ key: 'key', retry: { attempt: 2 } }])
    expect(processor.findJob({ jobId })).toMatchObject({ retry: { attempt: 2 } })
    await clock.advance(3_998)
    expect(work.attempts).toEqual([1])
    await clock.advance(3)
    await waitFor(() => retries.length === 2, { what: 'it has failed again' })
    await clock.advance(4_001)
    expect(await finishedOf('key')).toMatchObject({ outcome: 'done', attempts: 3 })
    expect(work.attempts).toEqual([1, 2, 3])
    expect(finished).toHaveLength(1)
  })

  it('fails its job with what it throws otherwise', async () => {
    const { clock, put, finishedOf, waits } = await retrying()
    await put('key', ({ attempt }) => {
      throw attempt === 1 ? new RetryLater(0, new Error('first')) : new Error('last')
    })
    await waits('key')
    await clock.advance(10)
    expect(await finishedOf('key')).toMatchObject({
      outcome: 'failed',
      attempts: 2,
      error: { message: 'last' },
    })
  })

  it('lets others run meanwhile, and goes before them when its time has come, oldest first', async () => {
    const { processor, clock, put, finished, finishedOf, waits } = await retrying()
    await put('late', flaky(1, 2_000))
    await put('soon', flaky(1, 1_000))
    await put('other', nothing)
    await Promise.all([waits('late'), waits('soon'), finishedOf('other')])
    expect(processor.waitingJobs(0, 10).map(({ key }) => key)).toEqual(['soon', 'late'])
    const blocks = gate()
    await put('blocks', blocks.work)
    await blocks.started
    await put('queued', nothing)
    await clock.advance(2_001)
    expect(processor.waitingJobs(0, 10).map(({ key }) => key)).toEqual(['late', 'soon', 'queued'])
    blocks.open()
    await finishedOf('queued')
    expect(finished.map(({ key }) => key)).toEqual(['other', 'blocks', 'late', 'soon', 'queued'])
  })

  it('refuses a delay that is none', () => {
    for (const delayMs of [-1, Number.NaN, Number.POSITIVE_INFINITY, 24 * 3_600_000 + 1]) {
      expect(() => new RetryLater(delayMs)).toThrow(expect.objectContaining({ code: 'bad-option' }))
    }
  })
})

describe('the key of a job that waits to be run again', () => {
  it('stays held for longer than its lease, and another instance cannot schedule it', async () => {
    const namespace = newNamespace()
    const leaseMs = 1_000
    const { processor, clock, put, finishedOf, waits } = await retrying({ namespace, leaseMs })
    await put('key', flaky(1, 60_000))
    await waits('key')
    const first = await redis.look.hold(namespace, 0, 'key')
    await redis.look.passed((first?.expiresAt ?? 0) + 200)
    const renewed = await redis.look.hold(namespace, 0, 'key')
    expect(renewed?.value).toBe(first?.value)
    const other = await redis.member({ namespace })
    expect(await other.processor.scheduleWithReason('key', 0, nothing)).toMatchObject({ outcome: 'held' })
    expect(await processor.scheduleWithReason('key', 0, nothing)).toMatchObject({
      outcome: 'queued-here',
      state: 'waiting',
    })
    await clock.advance(60_001)
    await finishedOf('key')
    await redis.look.until(namespace, 0, 'key', 'gone')
  })

  it('is reserved here over a bump; the new generation is not touched', async () => {
    const namespace = newNamespace()
    const { processor, dedup, clock, put, finishedOf, waits } = await retrying({ namespace })
    const work = flaky(1, 1_000)
    await put('key', work, 60_000)
    await waits('key')
    await redis.look.redis.incr(generationName(namespace))
    await waitFor(() => dedup.generation() === '1', { what: 'the bump is seen' })
    expect(await processor.schedule('key', 0, nothing)).toBe(false)
    await clock.advance(1_001)
    expect(await finishedOf('key')).toMatchObject({ outcome: 'done', attempts: 2 })
    await redis.look.until(namespace, 0, 'key', 'gone')
    expect(await redis.look.holdNames(namespace)).toEqual([])
  })

  it('goes when the job is cancelled', async () => {
    const namespace = newNamespace()
    const { processor, clock, put, finishedOf, waits } = await retrying({ namespace })
    const work = flaky(1, 1_000)
    const jobId = await put('key', work, 60_000)
    await waits('key')
    expect(processor.cancel(jobId)).toBe('removed')
    expect(processor.cancel(jobId)).toBe('not-found')
    expect(await finishedOf('key')).toMatchObject({ outcome: 'cancelled', attempts: 1 })
    await redis.look.until(namespace, 0, 'key', 'gone')
    await clock.advance(2_000)
    expect(work.attempts).toEqual([1])
  })

  it('goes when it is cancelled as its time has come, and while it runs again', async () => {
    const { processor, clock, put, finishedOf, waits } = await retrying()
    const due = await put('due', flaky(1, 1_000))
    await waits('due')
    processor.pause()
    await clock.advance(1_001)
    expect(processor.waitingJobs(0, 1)).toMatchObject([{ key: 'due', retry: { attempt: 2 } }])
    expect(processor.cancel(due)).toBe('removed')
    processor.resume()
    const second: Work = ({ attempt, signal }) => {
      if (attempt === 1) throw new RetryLater(1_000)
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new RetryLater(1_000))))
    }
    const again = await put('again', second)
    await waits('again')
    await clock.advance(1_001)
    await waitFor(() => processor.runningJobs().find(({ attempt }) => attempt === 2), { what: 'it runs' })
    expect(processor.runningJobs()[0]).not.toHaveProperty('retry')
    expect(processor.cancel(again)).toBe('aborting')
    expect(await finishedOf('again')).toMatchObject({ outcome: 'cancelled', attempts: 2 })
  })

  it.each([
    ['release', 0],
    ['keep', 2],
  ] as const)('at a stop: %s', async (waiting, kept) => {
    const namespace = newNamespace()
    const { processor, put, finished, waits } = await retrying({ namespace, concurrency: 2 })
    const running = gate()
    await put('waits', flaky(1, 3_600_000), 60_000)
    await waits('waits')
    await put(
      'runs',
      async (context) => {
        await running.work(context)
        throw new RetryLater(1_000)
      },
      60_000,
    )
    await running.started
    const stopping = processor.stop({ waiting, graceMs: 60_000 })
    running.open()
    await stopping
    expect(finished.map(({ key, outcome, attempts }) => [key, outcome, attempts])).toEqual([
      ['waits', 'cancelled', 1],
      ['runs', 'cancelled', 1],
    ])
    expect(await redis.look.holdNames(namespace)).toHaveLength(kept)
  })

  it('is waited for by a drain', async () => {
    const { processor, clock, put, finished, waits } = await retrying()
    await put('key', flaky(1, 1_000))
    await waits('key')
    let drained = false
    const draining = processor.drain().then(() => (drained = true))
    await clock.advance(999)
    expect(drained).toBe(false)
    await clock.advance(2)
    await draining
    expect(finished.map(({ outcome }) => outcome)).toEqual(['done'])
  })
})

describe('fewer lanes', () => {
  it('are used as they come free, and all again when the limit is lifted', async () => {
    const { processor, put } = await retrying({ concurrency: 3 })
    const gates = Array.from({ length: 8 }, gate)
    for (const [n, { work }] of gates.entries()) await put(`job${n}`, work)
    await waitFor(() => processor.runningCount() === 3, { what: 'three run' })
    processor.limitConcurrency(1)
    gates[0]?.open()
    gates[1]?.open()
    await waitFor(() => processor.runningCount() === 1, { what: 'one runs' })
    gates[2]?.open()
    await gates[3]?.started
    expect(processor.runningCount()).toBe(1)
    processor.limitConcurrency(100)
    await gates[5]?.started
    expect(processor.runningCount()).toBe(3)
    for (const each of gates) each.open()
    for (const lanes of [0, -1, 1.5, Number.NaN])
      expect(() => processor.limitConcurrency(lanes)).toThrow(expect.objectContaining({ code: 'bad-option' }))
  })

  it('count a lane in its pause as one in use', async () => {
    const { processor, clock, put, finishedOf } = await retrying({ concurrency: 2 })
    processor.limitConcurrency(1)
    await put('pauses', () => 1_000)
    await finishedOf('pauses')
    const next = gate()
    await put('next', next.work)
    await clock.advance(999)
    expect(next.hasStarted()).toBe(false)
    await clock.advance(1)
    await next.started
    next.open()
  })
})
