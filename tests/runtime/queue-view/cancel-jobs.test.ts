import { setImmediate as nextTurn } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import type { BulkActView } from '../../../src/contract/bulk'
import type { CountedMatches, WaitingFilter } from '../../../src/contract/queue-filter'
import { systemClock } from '../../../src/processor/clock'
import { BulkActs } from '../../../src/runtime/bulk/bulk-acts'
import type { BulkPlan } from '../../../src/runtime/bulk/bulk-act'
import {
  cancelJobsPlan,
  cancelMatchingPlan,
  type CancelMatching,
} from '../../../src/runtime/jobs/queue-view/cancel-jobs'
import { nothing, type Member } from '../../processor/fleet'
import { onSharedRedis } from '../../processor/on-redis'
import { endWithTest } from '../../support/clean-up'
import { waitFor } from '../../support/wait-for'
import { openSearchBench } from './search-bench'

const redis = onSharedRedis()

/** As the processor of a runtime, whose arguments are texts: no plan looks at an argument. */
function cancelling({ processor }: Member, onCancel = (): void => undefined): CancelMatching['processor'] {
  return {
    cancel: (jobId) => {
      onCancel()
      return processor.cancel(jobId)
    },
    waitingJobs: (offset, limit) =>
      processor.waitingJobs(offset, limit).map(({ arg: _, retry: __, ...job }) => ({ ...job, arg: '{}' })),
    queueView: {
      beforeQueue: () => processor.queueView.beforeQueue(),
      nextId: () => processor.queueView.nextId(),
      walk: (...asked) => processor.queueView.walk(...asked),
      isWaiting: (jobId) => processor.queueView.isWaiting(jobId),
      positionsOf: (jobIds) => processor.queueView.positionsOf(jobIds),
      waitingJob: () => undefined,
    },
  }
}

async function scheduleMany(member: Member, key: (n: number) => string, count: number): Promise<number[]> {
  const outcomes = await Promise.all(
    Array.from({ length: count }, (_, n) => member.processor.scheduleWithReason(key(n), 60_000, nothing)),
  )
  return outcomes.map((answer) => (answer.outcome === 'scheduled' ? answer.jobId : -1))
}

/** Runs a plan to its end. */
async function run(plan: BulkPlan): Promise<{ act: BulkActView; acts: BulkActs }> {
  const acts = new BulkActs({ clock: systemClock, changed: () => undefined, note: () => undefined })
  acts.start(plan, { about: { act: 'cancel-jobs' } })
  const act = await waitFor(() => acts.views().find(({ state }) => state !== 'working'), {
    what: 'the act has ended',
    timeoutMs: 30_000,
  })
  return { act, acts }
}

const noNames = () => new Map<number, string>()

const keysOf = ({ processor }: Member) => processor.waitingJobs(0, 100).map(({ key }) => key)

/** A count of what has been accepted by now. */
function countNow({ processor }: Member, matches: number): CountedMatches {
  return { matches, belowId: processor.queueView.nextId(), at: systemClock.monotonic() }
}

function matchingPlan(
  processor: CancelMatching['processor'],
  filter: Partial<WaitingFilter>,
  counted: CountedMatches,
  clock: CancelMatching['clock'] = systemClock,
): BulkPlan {
  const whole = { text: '', minAgeMs: 0, ...filter }
  return cancelMatchingPlan({ processor, clock, filter: whole, counted, namesOf: noNames })
}

describe('cancelling many jobs', () => {
  it('takes 100,000 out in turns of at most 500, and releases their holds in batches', async () => {
    const client = endWithTest(new Redis(redis.server.url))
    const member = await redis.member({ paused: true })
    await scheduleMany(member, (n) => `order:${n}`, 100)
    await scheduleMany(member, (n) => `seller:${n}`, 100_000)
    expect(await client.dbsize()).toBeGreaterThanOrEqual(100_100)
    await client.config('RESETSTAT')

    const turns: number[] = []
    let inTurn = 0
    const processor = cancelling(member, () => (inTurn += 1))
    const ending = run(matchingPlan(processor, { text: 'seller' }, countNow(member, 100_000)))
    while (member.processor.queueLength() > 100) {
      turns.push(inTurn)
      inTurn = 0
      await nextTurn()
    }
    const { act } = await ending
    expect(act).toMatchObject({ state: 'done', total: 100_000, changed: 100_000, failed: 0 })
    expect(Math.max(...turns)).toBeLessThanOrEqual(500)
    await waitFor(async () => (await client.dbsize()) < 110, {
      what: 'the holds are gone',
      timeoutMs: 20_000,
    })
    const stats = await client.info('commandstats')
    const scripts = [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)].reduce(
      (sum, [, calls]) => sum + Number(calls),
      0,
    )
    expect(scripts).toBeGreaterThanOrEqual(100_000 / 500)
    expect(scripts).toBeLessThan(1_000)
    expect(member.processor.queueLength()).toBe(100)
  }, 90_000)

  it('leaves alone what came after the count that was confirmed, before the call as well', async () => {
    const member = await redis.member({ paused: true })
    await scheduleMany(member, (n) => `seller:${n}`, 3)
    const counted = countNow(member, 3)
    await scheduleMany(member, (n) => `seller:late:${n}`, 2)
    const plan = matchingPlan(cancelling(member), { text: 'seller' }, counted)
    await scheduleMany(member, (n) => `seller:later:${n}`, 2)
    const { act } = await run(plan)
    expect(act).toMatchObject({ state: 'done', total: 3, changed: 3, failed: 0 })
    expect(keysOf(member)).toEqual(['seller:late:0', 'seller:late:1', 'seller:later:0', 'seller:later:1'])
  })

  it('leaves alone the jobs of a queue that began after the count, whatever their ids', async () => {
    const counted = { matches: 3, belowId: 1_000, at: systemClock.monotonic() - 60_000 }
    const member = await redis.member({ paused: true })
    await scheduleMany(member, (n) => `seller:${n}`, 3)
    const { act } = await run(matchingPlan(cancelling(member), { text: 'seller' }, counted))
    expect(act).toMatchObject({ changed: 0 })
  })

  it('leaves alone what was not old enough when it was counted, and is so now', async () => {
    const member = await redis.member({ paused: true })
    await scheduleMany(member, (n) => `seller:${n}`, 3)
    const counted = countNow(member, 0)
    const later = { ...systemClock, monotonic: () => systemClock.monotonic() + 60_000 }
    const young = await run(
      matchingPlan(cancelling(member), { text: 'seller', minAgeMs: 30_000 }, counted, later),
    )
    expect(young.act).toMatchObject({ changed: 0 })
    const aged = { ...countNow(member, 3), at: systemClock.monotonic() + 60_000 }
    const old = await run(matchingPlan(cancelling(member), { text: 'seller', minAgeMs: 30_000 }, aged))
    expect(old.act).toMatchObject({ changed: 3 })
  })

  it('reaches those before the queue in turns of at most 500, whatever leaves and comes meanwhile', async () => {
    const bench = openSearchBench()
    const jobs = Array.from({ length: 5_000 }, (_, n) => bench.arrive(`seller:${n}`))
    for (const job of jobs) {
      bench.line.next()
      bench.line.giveBack(job)
    }
    const looked: number[] = []
    const processor: CancelMatching['processor'] = {
      ...bench.processor,
      waitingJobs(offset, limit) {
        looked.push(limit)
        return bench.processor.waitingJobs(offset, limit)
      },
      cancel: (jobId) => (bench.line.remove(jobId) === undefined ? 'not-found' : 'removed'),
    }
    const counted = {
      matches: 5_000,
      belowId: bench.processor.queueView.nextId(),
      at: bench.clock.monotonic(),
    }
    const acts = new BulkActs({
      clock: systemClock,
      changed: () => void bench.line.next(),
      note: () => undefined,
    })
    acts.start(matchingPlan(processor, { text: 'seller' }, counted, bench.clock), {
      about: { act: 'cancel-jobs' },
    })
    const act = await waitFor(() => acts.views().find(({ state }) => state !== 'working'), {
      what: 'it ended',
    })
    expect(Math.max(...looked)).toBeLessThanOrEqual(500)
    expect(bench.line.length).toBe(0)
    expect(act.changed).toBeGreaterThan(4_900)
  })

  it('names the selected ones that had ended already', async () => {
    const member = await redis.member({ paused: true })
    const [first = -1, second = -1] = await scheduleMany(member, (n) => `key:${n}`, 2)
    member.processor.cancel(first)
    const { act, acts } = await run(
      cancelJobsPlan(cancelling(member), [first, second, 999], () => new Map([[first, 'key:0']])),
    )
    expect(act).toMatchObject({ total: 3, changed: 1, failed: 2 })
    expect(acts.failures(act.actId, { offset: 0, limit: 10 }).rows).toEqual([
      { sequence: 1, subject: 'key:0', reason: 'It had already ended.' },
      { sequence: 2, subject: 'Job 999', reason: 'It had already ended.' },
    ])
  })
})
