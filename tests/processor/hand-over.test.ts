import { describe, expect, it } from 'vitest'
import type { Dedup } from '../../src/processor/dedup'
import { Elsewhere } from './elsewhere'
import { gate, nothing, newNamespace, type Member, type MemberOptions, type Work } from './fleet'
import { ManualClock } from './manual-clock'
import { onSharedRedis } from './on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

interface Handing extends Member {
  readonly elsewhere: Elsewhere
  readonly clock: ManualClock
  readonly started: string[]
  /** Schedules jobs one by one. @returns their ids */
  readonly put: (jobs: Readonly<Record<string, Work>>, backoffMs?: number) => Promise<number[]>
  /** Waits until these have arrived elsewhere, and wait there. */
  readonly arrived: (...keys: string[]) => Promise<void>
}

/** A processor whose lanes have each run one job, so that they hand further ones over. */
async function handing(options: Partial<MemberOptions> = {}): Promise<Handing> {
  const elsewhere = new Elsewhere()
  const clock = new ManualClock()
  const member = await redis.member({ ...options, clock, remote: elsewhere })
  const { processor } = member
  const put: Handing['put'] = async (jobs, backoffMs = 0) => {
    const ids: number[] = []
    for (const [key, work] of Object.entries(jobs)) {
      const answer = await processor.scheduleWithReason(key, backoffMs, work)
      if (answer.outcome !== 'scheduled') throw new Error(`${key} is ${answer.outcome}`)
      ids.push(answer.jobId)
    }
    return ids
  }
  const lanes = Array.from({ length: options.concurrency ?? 1 }, gate)
  await put(Object.fromEntries(lanes.map(({ work }, lane) => [`warms${lane}`, work])))
  await Promise.all(lanes.map((lane) => lane.started))
  for (const lane of lanes) lane.open()
  await waitFor(() => member.finished.length === lanes.length, { what: 'each lane has run a job' })
  elsewhere.called.length = 0
  const started: string[] = []
  processor.on('started', ({ key }) => started.push(key))
  return {
    ...member,
    ...{ elsewhere, clock, started, put },
    arrived: async (...keys) => {
      await waitFor(() => elsewhere.waiting.join() === keys.join(), {
        what: `${keys.join()} wait elsewhere, not ${elsewhere.waiting.join()}`,
      })
    },
  }
}

const shown = ({ processor }: Member): string[] => processor.waitingJobs(0, 100).map(({ key }) => key)
const ends = ({ finished }: Member): string[] =>
  finished.flatMap(({ key, outcome }) => (key.startsWith('warms') ? [] : [`${key} ${outcome}`]))

describe('jobs behind a short one', () => {
  it('are handed over before it has ended, wait until then, and run in order', async () => {
    const member = await handing()
    const { processor, elsewhere } = member
    const front = gate()
    await member.put({ front: front.work, a: nothing, b: nothing, c: nothing })
    await member.arrived('a', 'b', 'c')
    expect([processor.queueLength(), processor.runningCount()]).toEqual([3, 1])
    expect(shown(member)).toEqual(['a', 'b', 'c'])
    expect(await processor.scheduleWithReason('b', 0, nothing)).toMatchObject({ state: 'waiting' })
    expect(processor.findJob({ key: 'c' })).toMatchObject({ key: 'c' })
    expect(member.started).toEqual(['front'])
    const version = processor.queueVersion()
    front.open()
    await member.finishedOf('c')
    expect(processor.queueVersion()).toBeGreaterThan(version)
    expect(elsewhere.called).toEqual(['front', 'a', 'b', 'c'])
    expect(member.started).toEqual(elsewhere.called)
    expect(ends(member)).toEqual(['front done', 'a done', 'b done', 'c done'])
    expect(elsewhere.recalls).toEqual([])
    expect([processor.queueLength(), processor.runningCount()]).toEqual([0, 0])
  })

  it('are none while runs are long: each waits here for its lane', async () => {
    const member = await handing()
    member.elsewhere.runMs = 1_000
    await member.put({ long: nothing })
    await member.finishedOf('long')
    const front = gate()
    await member.put({ front: front.work, a: nothing })
    await front.started
    expect(member.elsewhere.waiting).toEqual([])
    front.open()
    await member.finishedOf('a')
    expect(member.finished.find(({ key }) => key === 'long')).toMatchObject({ runMs: 1_000 })
  })

  it('are counted as ahead of a job that is scheduled now', async () => {
    const member = await handing()
    member.elsewhere.runMs = 2
    await member.put({ short: nothing })
    await member.finishedOf('short')
    const front = gate()
    await member.put({ front: front.work, a: nothing, b: nothing })
    await member.arrived('a', 'b')
    expect(member.processor.worstCaseMs()).toBe(4 * 2)
    front.open()
    await member.finishedOf('b')
  })

  it('are spread over the lanes', async () => {
    const member = await handing({ concurrency: 2 })
    const fronts = [gate(), gate()]
    await member.put({ f0: fronts[0]?.work ?? nothing, f1: fronts[1]?.work ?? nothing })
    await Promise.all(fronts.map(({ started }) => started))
    await member.put({ a: nothing, b: nothing, c: nothing, d: nothing })
    await waitFor(() => member.elsewhere.waiting.length === 4, { what: 'four are handed over' })
    expect(shown(member)).toEqual(['a', 'b', 'c', 'd'])
    fronts[0]?.open()
    await waitFor(() => member.elsewhere.called.length >= 4, { what: 'one lane has run its share' })
    expect(member.elsewhere.called.length).toBeLessThan(6)
    fronts[1]?.open()
    await waitFor(() => ends(member).length === 6, { what: 'all have run' })
  })
})

describe('jobs that were handed over come back, and keep their place', () => {
  it('when the one in front takes long', async () => {
    const member = await handing()
    const front = gate()
    await member.put({ front: front.work, a: nothing, b: nothing, c: nothing })
    await member.arrived('a', 'b', 'c')
    await member.clock.advance(80)
    await member.arrived()
    await member.put({ d: nothing })
    expect(shown(member)).toEqual(['a', 'b', 'c', 'd'])
    expect(member.started).toEqual(['front'])
    front.open()
    await member.finishedOf('d')
    expect(member.elsewhere.called).toEqual(['front', 'a', 'b', 'c', 'd'])
    expect(member.elsewhere.recalls).toHaveLength(1)
  })

  it('and run in a lane that is free', async () => {
    const member = await handing({ concurrency: 2 })
    const fronts = [gate(), gate()]
    await member.put({ f0: fronts[0]?.work ?? nothing, f1: fronts[1]?.work ?? nothing })
    await Promise.all(fronts.map(({ started }) => started))
    await member.put({ a: nothing, b: nothing, c: nothing })
    await waitFor(() => member.elsewhere.waiting.length === 3, { what: 'three are handed over' })
    await member.clock.advance(80)
    await member.arrived()
    fronts[1]?.open()
    await member.finishedOf('c')
    expect(member.elsewhere.called).toEqual(['f0', 'f1', 'a', 'b', 'c'])
    fronts[0]?.open()
    await member.finishedOf('f0')
  })

  it('when one answers a pause, which its lane keeps', async () => {
    const member = await handing()
    const front = gate()
    await member.put({ front: front.work, a: nothing, b: nothing })
    await member.arrived('a', 'b')
    front.open(500)
    await member.finishedOf('front')
    await member.clock.advance(499)
    expect(member.elsewhere.called).toEqual(['front'])
    expect(shown(member)).toEqual(['a', 'b'])
    await member.clock.advance(1)
    await member.finishedOf('b')
    expect(member.started).toEqual(['front', 'a', 'b'])
  })

  it('when the processor pauses; what has started meanwhile ends, and nothing else starts', async () => {
    const member = await handing()
    const { processor, elsewhere } = member
    const [front, started] = [gate(), gate()]
    await member.put({ front: front.work, a: started.work, b: nothing, c: nothing })
    await member.arrived('a', 'b', 'c')
    elsewhere.holdMail()
    front.open()
    await started.started
    processor.pause()
    elsewhere.deliver()
    await member.arrived()
    await waitFor(() => member.started.includes('a'), { what: 'the start is known' })
    expect(shown(member)).toEqual(['b', 'c'])
    started.open()
    await member.finishedOf('a')
    expect([elsewhere.called, member.started]).toEqual([
      ['front', 'a'],
      ['front', 'a'],
    ])
    processor.resume()
    await member.finishedOf('c')
    expect(elsewhere.called).toEqual(['front', 'a', 'b', 'c'])
  })

  it('when the process that had them dies: only what it had called is lost', async () => {
    const member = await handing()
    const front = gate()
    await member.put({ front: front.work, a: nothing, b: nothing })
    await member.arrived('a', 'b')
    member.elsewhere.crash()
    await member.finishedOf('b')
    expect(ends(member)).toEqual(['front failed', 'a done', 'b done'])
  })

  it('when fewer lanes are to be used', async () => {
    const member = await handing({ concurrency: 2 })
    const fronts = [gate(), gate()]
    await member.put({ f0: fronts[0]?.work ?? nothing, f1: fronts[1]?.work ?? nothing })
    await Promise.all(fronts.map(({ started }) => started))
    const rest = [gate(), gate()]
    await member.put({ a: rest[0]?.work ?? nothing, b: rest[1]?.work ?? nothing })
    await waitFor(() => member.elsewhere.waiting.length === 2, { what: 'both are handed over' })
    member.processor.limitConcurrency(1)
    await member.arrived()
    fronts[0]?.open()
    await member.finishedOf('f0')
    expect(member.processor.runningCount()).toBe(1)
    fronts[1]?.open()
    await rest[0]?.started
    expect(member.elsewhere.called).toEqual(['f0', 'f1', 'a'])
    for (const each of rest) each.open()
    await member.finishedOf('b')
  })
})

describe('a job is handed over ahead only while its hold stands for certain', () => {
  it('else it is asked about when its lane is free, and those behind it wait', async () => {
    const checked: string[] = []
    const doubted = (dedup: Dedup): Dedup => ({
      nextNumber: () => dedup.nextNumber(),
      take: (request, answer) => dedup.take(request, answer),
      isConfirmed: (hold) => hold.key !== 'doubted' && dedup.isConfirmed(hold),
      check: (hold, answer) => {
        checked.push(hold.key)
        dedup.check(hold, answer)
      },
      settle: (hold, done) => dedup.settle(hold, done),
      release: (hold, done) => dedup.release(hold, done),
      abandon: (hold) => dedup.abandon(hold),
      bump: () => dedup.bump(),
      flush: (timeoutMs) => dedup.flush(timeoutMs),
      close: () => dedup.close(),
    })
    const member = await handing({ spoil: doubted })
    const front = gate()
    await member.put({ front: front.work, a: nothing, doubted: nothing, b: nothing })
    await member.arrived('a')
    expect(checked).toEqual([])
    front.open()
    await member.finishedOf('b')
    expect(checked).toEqual(['doubted'])
    expect(member.elsewhere.called).toEqual(['front', 'a', 'doubted', 'b'])
  })
})

describe('cancelling', () => {
  it('a job that was handed over: it is not run, its key is free, and the others run', async () => {
    const namespace = newNamespace()
    const member = await handing({ namespace })
    const front = gate()
    const ids = await member.put({ front: front.work, a: nothing, b: nothing, c: nothing }, 60_000)
    await member.arrived('a', 'b', 'c')
    expect(member.processor.cancel(ids[2] ?? -1)).toBe('aborting')
    expect(await member.finishedOf('b')).toMatchObject({ outcome: 'cancelled', attempts: 0, runMs: 0 })
    await redis.look.until(namespace, 0, 'b', 'gone')
    expect(shown(member)).toEqual(['a', 'c'])
    front.open()
    await member.finishedOf('c')
    expect(member.elsewhere.called).toEqual(['front', 'a', 'c'])
    expect(member.started).toEqual(['front', 'a', 'c'])
  })

  it('a job that has started, though nobody here knows: its signal aborts, and its hold is settled', async () => {
    const namespace = newNamespace()
    const member = await handing({ namespace })
    const front = gate()
    let aborted = false
    const heeding: Work = ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          aborted = true
          reject(new Error('aborted'))
        }),
      )
    const ids = await member.put({ front: front.work, a: heeding }, 60_000)
    await member.arrived('a')
    member.elsewhere.holdMail()
    front.open()
    await waitFor(() => member.elsewhere.called.includes('a'), { what: 'it has started' })
    expect(member.processor.cancel(ids[1] ?? -1)).toBe('aborting')
    member.elsewhere.deliver()
    expect(await member.finishedOf('a')).toMatchObject({ outcome: 'cancelled', attempts: 1 })
    expect(aborted).toBe(true)
    expect(await member.processor.scheduleWithReason('a', 0, nothing)).toMatchObject({ outcome: 'held' })
  })

  it('a job that has come back', async () => {
    const member = await handing()
    const front = gate()
    const ids = await member.put({ front: front.work, a: nothing, b: nothing })
    await member.arrived('a', 'b')
    await member.clock.advance(80)
    await member.arrived()
    expect(member.processor.cancel(ids[1] ?? -1)).toBe('removed')
    front.open()
    await member.finishedOf('b')
    expect(member.elsewhere.called).toEqual(['front', 'b'])
  })
})

describe('the end of the processor', () => {
  it.each([
    ['release', []],
    ['keep', ['a', 'b', 'c']],
  ] as const)('takes back what was handed over, and its holds: %s', async (waiting, kept) => {
    const namespace = newNamespace()
    const member = await handing({ namespace })
    const front = gate()
    await member.put({ front: front.work }, 0)
    await member.put({ a: nothing, b: nothing, c: nothing }, 60_000)
    await member.arrived('a', 'b', 'c')
    const stopping = member.processor.stop({ waiting, graceMs: 60_000 })
    await member.arrived()
    front.open()
    await stopping
    expect(ends(member)).toEqual(['a cancelled', 'b cancelled', 'c cancelled', 'front done'])
    const names = await redis.look.holdNames(namespace)
    expect(names.map((name) => name.slice(name.lastIndexOf(':') + 1))).toEqual(kept)
  })

  it('leaves a handler that answers neither a recall nor an abort', async () => {
    const member = await handing()
    const { processor, clock, elsewhere } = member
    const front = gate()
    await member.put({ front: front.work, a: nothing })
    await member.arrived('a')
    elsewhere.holdMail()
    let stopped = false
    const stopping = processor.stop({ running: 'abort' }).then(() => (stopped = true))
    await clock.advance(4_900)
    expect(stopped).toBe(false)
    await clock.advance(200)
    await stopping
    expect(processor.abandonedCount()).toBe(2)
    elsewhere.deliver()
    await waitFor(() => processor.abandonedCount() === 0, { what: 'both have answered' })
  })

  it('drains what was handed over', async () => {
    const member = await handing()
    const front = gate()
    await member.put({ front: front.work, a: nothing, b: nothing })
    await member.arrived('a', 'b')
    const drained = member.processor.drain()
    front.open()
    await drained
    expect(ends(member)).toEqual(['front done', 'a done', 'b done'])
  })
})

describe('the time limit', () => {
  it('counts from the start of a job that was handed over', async () => {
    const member = await handing({ timeoutMs: 1_000 })
    const [front, late] = [gate(), gate()]
    await member.put({ front: front.work, late: late.work })
    await member.arrived('late')
    front.open()
    await late.started
    await waitFor(() => member.started.includes('late'), { what: 'the start is known' })
    await member.clock.advance(999)
    expect(member.processor.runningJobs()[0]).toMatchObject({ key: 'late', aborted: false })
    await member.clock.advance(1)
    expect(member.processor.runningJobs()[0]?.aborted ?? true).toBe(true)
    await member.finishedOf('late')
  })
})

it('a handler that gives back what was to start at once fails its job', async () => {
  const elsewhere = new Elsewhere()
  const { NotStarted } = await import('../../src/processor/remote-handler')
  const member = await redis.member({ remote: elsewhere })
  await member.processor.schedule('key', 0, () => Promise.reject(new NotStarted()))
  expect(await member.finishedOf('key')).toMatchObject({ outcome: 'failed' })
})
