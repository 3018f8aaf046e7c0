import { describe, expect, it } from 'vitest'
import { RetryLater } from '../../src/processor/retry-later'
import { waitFor } from '../support/wait-for'
import { Elsewhere } from './elsewhere'
import { gate, nothing, type Member, type MemberOptions, type Work } from './fleet'
import { ManualClock } from './manual-clock'
import { onSharedRedis } from './on-redis'

const redis = onSharedRedis()

async function lined(options: Partial<MemberOptions> = {}) {
  const clock = new ManualClock()
  const member = await redis.member({ clock, ...options })
  const put = async (key: string, work: Work = nothing, backoffMs = 0): Promise<number> => {
    const answer = await member.processor.scheduleWithReason(key, backoffMs, work)
    if (answer.outcome !== 'scheduled') throw new Error(`${key} is ${answer.outcome}`)
    return answer.jobId
  }
  const front = gate()
  const frontId = await put('front', front.work)
  await front.started
  return { ...member, clock, put, front, frontId }
}

const shown = ({ processor }: Member): string[] => processor.waitingJobs(0, 100).map(({ key }) => key)
const ended = ({ finished }: Member): string[] => finished.map(({ key }) => key)

describe('run next', () => {
  it('puts a waiting job before all others, the last one asked for first', async () => {
    const member = await lined()
    const { processor, put, front, finishedOf } = member
    await put('a')
    const b = await put('b')
    const c = await put('c')
    await put('d')
    const version = processor.queueVersion()
    expect(processor.runNext(b)).toBe('moved')
    expect(processor.runNext(c)).toBe('moved')
    expect(processor.queueVersion()).toBeGreaterThan(version)
    expect(shown(member)).toEqual(['c', 'b', 'a', 'd'])
    expect(processor.runNext(b)).toBe('moved')
    expect(shown(member)).toEqual(['b', 'c', 'a', 'd'])
    expect(processor.queueLength()).toBe(4)
    front.open()
    await finishedOf('d')
    expect(ended(member)).toEqual(['front', 'b', 'c', 'a', 'd'])
  })

  it('says of a job that runs, has ended or is none that it does not wait', async () => {
    const { processor, put, front, frontId, finishedOf } = await lined()
    const other = await put('other')
    expect(processor.runNext(frontId)).toBe('not-waiting')
    expect(processor.runNext(1_000)).toBe('not-waiting')
    expect(processor.cancel(other)).toBe('removed')
    expect(processor.runNext(other)).toBe('not-waiting')
    front.open()
    await finishedOf('front')
    expect(processor.runNext(frontId)).toBe('not-waiting')
    expect(processor.queueLength()).toBe(0)
  })

  it('says so of a job that has ended after an attempt failed, though its handler has not', async () => {
    const { processor, clock, put, finishedOf } = await lined({ concurrency: 2, timeoutMs: 1_000 })
    const jobId = await put('hangs', ({ attempt }) => {
      if (attempt === 1) throw new RetryLater(10, new Error('failure'))
      return new Promise<void>(() => undefined)
    })
    await waitFor(() => processor.findJob({ jobId })?.retry, { what: 'it waits to be run again' })
    expect(processor.runNext(jobId)).toBe('moved')
    await waitFor(() => processor.runningJobs().some(({ attempt }) => attempt === 2), {
      what: 'it runs again',
    })
    expect(processor.findJob({ jobId })).toMatchObject({ key: 'hangs' })
    await clock.advance(1_000)
    await clock.advance(5_000)
    expect(await finishedOf('hangs')).toMatchObject({ outcome: 'timeout' })
    expect(processor.runNext(jobId)).toBe('not-waiting')
    expect(processor.findJob({ jobId })).toBeUndefined()
    expect(processor.holdOf(jobId)).toBeUndefined()
  })

  it('keeps a paused queue paused, and the place until it is resumed; a moved job can be cancelled', async () => {
    const member = await lined()
    const { processor, put, front, finishedOf } = member
    processor.pause()
    await put('a')
    const b = await put('b')
    const c = await put('c')
    processor.runNext(b)
    processor.runNext(c)
    front.open()
    await finishedOf('front')
    expect(processor.cancel(c)).toBe('removed')
    expect(shown(member)).toEqual(['b', 'a'])
    expect(processor.runningCount()).toBe(0)
    processor.resume()
    await finishedOf('a')
    expect(ended(member)).toEqual(['front', 'c', 'b', 'a'])
  })

  it('makes the next attempt of a job due at once; after it, the job has no place before others', async () => {
    const member = await lined({ concurrency: 2 })
    const { processor, clock, put, front, finishedOf } = member
    const attempts: number[] = []
    const jobId = await put('flaky', ({ attempt }) => {
      attempts.push(attempt)
      if (attempt < 3) throw new RetryLater(60_000, new Error(`failure ${attempt}`))
    })
    await waitFor(() => processor.findJob({ jobId })?.retry, { what: 'it waits to be run again' })
    expect(processor.startWaits()).toMatchObject({ retrying: 1, retryDueAt: clock.wall() + 60_000 })
    expect(processor.runNext(jobId)).toBe('moved')
    expect(processor.startWaits()).toMatchObject({ retrying: 0 })
    await waitFor(() => processor.startWaits().retrying === 1, { what: 'it has failed again' })
    expect(attempts).toEqual([1, 2])
    processor.pause()
    const other = await put('other')
    expect(processor.runNext(jobId)).toBe('moved')
    expect(processor.findJob({ jobId })).toMatchObject({ retry: { attempt: 3, dueAt: clock.wall() } })
    processor.runNext(other)
    expect(shown(member)).toEqual(['other', 'flaky'])
    processor.resume()
    front.open()
    expect(await finishedOf('flaky')).toMatchObject({ outcome: 'done', attempts: 3 })
  })

  it('takes back what was handed over, so that the job goes right behind the one that runs', async () => {
    const elsewhere = new Elsewhere()
    const member = await lined({ remote: elsewhere })
    const { processor, put, front, finishedOf } = member
    front.open()
    await finishedOf('front')
    const runs = gate()
    await put('runs', runs.work)
    const ids: Record<string, number> = {}
    const first = gate()
    for (const [key, work] of Object.entries({ a: nothing, b: nothing, c: nothing, d: first.work })) {
      ids[key] = await put(key, work)
    }
    await waitFor(() => elsewhere.waiting.length === 4, { what: 'all are handed over' })
    expect(processor.runNext(ids['c'] ?? 0)).toBe('moved')
    expect(shown(member)[0]).toBe('c')
    await waitFor(() => elsewhere.waiting.length === 0, { what: 'they are taken back' })
    expect(processor.runNext(ids['d'] ?? 0)).toBe('moved')
    await waitFor(() => shown(member).join() === 'd,c,a,b', { what: 'the last one is first' })
    runs.open()
    await first.started
    await waitFor(() => elsewhere.waiting.join() === 'c,a,b', {
      what: 'they are handed over in their new order',
    })
    expect(shown(member)).toEqual(['c', 'a', 'b'])
    // Taken back again, for another reason: the places stay.
    processor.pause()
    await waitFor(() => elsewhere.waiting.length === 0, { what: 'they are taken back again' })
    expect(shown(member)).toEqual(['c', 'a', 'b'])
    processor.resume()
    first.open()
    await finishedOf('b')
    expect(elsewhere.called).toEqual(['front', 'runs', 'd', 'c', 'a', 'b'])
    expect(elsewhere.overlapping).toEqual([])
    expect(ended(member)).toEqual(elsewhere.called)
  })

  it('lets a job run that started while it was being taken back', async () => {
    const elsewhere = new Elsewhere()
    const member = await lined({ remote: elsewhere })
    const { processor, put, front, finishedOf } = member
    front.open()
    await finishedOf('front')
    const runs = gate()
    await put('runs', runs.work)
    const a = await put('a')
    await put('b')
    await waitFor(() => elsewhere.waiting.length === 2, { what: 'both are handed over' })
    runs.open()
    await waitFor(() => elsewhere.called.includes('b'), { what: 'they have run, which is not known yet' })
    processor.runNext(a)
    await finishedOf('b')
    expect(elsewhere.called).toEqual(['front', 'runs', 'a', 'b'])
    expect([processor.queueLength(), processor.runningCount()]).toEqual([0, 0])
  })
})

describe('a job cancelled after an attempt has failed', () => {
  it('tells its error and its attempts: between two of them, and during the next one', async () => {
    const { processor, put, finishedOf } = await lined({ concurrency: 2 })
    const fails: Work = ({ attempt, signal }) => {
      if (attempt === 1) throw new RetryLater(60_000, new Error('no stock'))
      return new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    }
    const between = await put('between', fails)
    await waitFor(() => processor.findJob({ jobId: between })?.retry, { what: 'it waits to be run again' })
    expect(processor.cancel(between)).toBe('removed')
    const end = await finishedOf('between')
    expect(end).toMatchObject({ outcome: 'cancelled', attempts: 1, error: { message: 'no stock' } })
    const during = await put('during', fails)
    await waitFor(() => processor.findJob({ jobId: during })?.retry, { what: 'it waits to be run again' })
    processor.runNext(during)
    await waitFor(() => processor.runningJobs().find(({ attempt }) => attempt === 2), {
      what: 'it runs again',
    })
    processor.cancel(during)
    expect(await finishedOf('during')).toMatchObject({ outcome: 'cancelled', attempts: 2 })
  })
})

describe('what keeps jobs from starting', () => {
  it('is a lane’s pause, with its length and its end', async () => {
    const { processor, clock, put, front, finishedOf } = await lined({ concurrency: 2 })
    expect(processor.startWaits()).toEqual({
      ...{ pausingLanes: 0, pause: undefined, retrying: 0, retryDueAt: undefined },
    })
    await put('pauses', () => 2_000)
    await finishedOf('pauses')
    front.open()
    await finishedOf('front')
    expect(processor.startWaits()).toMatchObject({
      pausingLanes: 1,
      pause: { ms: 2_000, endsAt: clock.wall() + 2_000 },
    })
    await clock.advance(2_001)
    expect(processor.startWaits()).toMatchObject({ pausingLanes: 0, pause: undefined })
  })

  it('is not the hold of a job, whose generation stays known to its end', async () => {
    const { processor, put, front, frontId, finishedOf } = await lined()
    const waits = await put('waits', nothing, 60_000)
    expect(processor.holdOf(frontId)).toMatchObject({ key: 'front', generation: '0' })
    expect(processor.holdOf(waits)).toMatchObject({ key: 'waits', generation: '0' })
    expect(processor.holdOf(1_000)).toBeUndefined()
    processor.cancel(waits)
    front.open()
    expect(await finishedOf('front')).toMatchObject({ generation: '0' })
    expect(await finishedOf('waits')).toMatchObject({ generation: '0' })
    expect(processor.holdOf(frontId)).toBeUndefined()
  })
})
