import { expect, it } from 'vitest'
import { newNamespace, type Work } from '../processor/fleet'
import { generationName, holdName } from '../processor/look'
import { onOwnRedis } from '../processor/on-redis'
import { everyHoldBelongs, Ledger, liveHolds, report, runsDry } from './ledger'

const JOBS = 3_000

/** A paused processor under load, that writes down in which order its jobs run. */
async function underLoad(generation: number) {
  const redis = await onOwnRedis()
  const namespace = newNamespace()
  await redis.look.redis.set(generationName(namespace), generation)
  const ledger = new Ledger(await redis.member({ namespace, paused: true }))
  const ran: string[] = []
  const work =
    (key: string): Work =>
    () =>
      void ran.push(key)
  for (let n = 0; n < JOBS; n += 1) {
    void ledger.schedule(`key${n}`, 60_000, work(`key${n}`))
  }
  await ledger.answered()
  return { redis, namespace, ledger, ran, work }
}

it.each([0, 7])('FLUSHALL under load, generation %s: waiting jobs keep their order', async (generation) => {
  const { redis, namespace, ledger, ran, work } = await underLoad(generation)
  const { processor, finished } = ledger.member
  const more = Array.from({ length: 500 }, (_, n) => ledger.schedule(`more${n}`, 60_000, work(`more${n}`)))
  await redis.look.redis.flushall()
  await Promise.all(more)
  expect(ledger.counts()).toEqual({ scheduled: JOBS + 500 })
  // A key that waits here is queued here whatever Redis has lost; every other one can be had.
  expect(await ledger.schedule('key0', 60_000, work('key0'))).toBe('queued-here')
  expect(await ledger.schedule('new', 60_000, work('new'))).toBe('scheduled')
  await redis.look.until(namespace, 0, 'new', 'there')
  const waiting = ledger.accepted()
  expect(processor.waitingJobs(0, JOBS * 2).map((job) => job.key)).toEqual(waiting)
  processor.resume()
  await runsDry(ledger)
  expect(ran).toEqual(waiting)
  expect(new Set(finished.map((job) => job.outcome))).toEqual(new Set(['done']))
  await everyHoldBelongs(redis, namespace, ledger)
  ledger.addsUp()
})

it('holds that were evicted (allkeys-lru): jobs keep their order, each runs once or is shown as lost', async () => {
  const { redis, namespace, ledger, ran } = await underLoad(0)
  const other = new Ledger(await redis.member({ namespace, paused: true }))
  const used = /^used_memory:(\d+)/m.exec(await redis.look.redis.info('memory'))?.[1]
  await redis.look.redis.config('SET', 'maxmemory-policy', 'allkeys-lru')
  await redis.look.redis.config('SET', 'maxmemory', Number(used) - 100_000)
  await redis.look.redis.set('filler', 'x'.repeat(1_000))
  // Redis evicts between commands too: only once it has no reason to any more, what stands is what will stand.
  await redis.look.redis.config('SET', 'maxmemory', 0)
  const held = new Set((await liveHolds(redis, namespace)).map(({ name }) => name))
  const evicted = ledger.accepted().filter((key) => !held.has(holdName(namespace, 0, key)))
  report('evicted holds', { of: JOBS, evicted: evicted.length })
  expect(evicted.length).toBeGreaterThan(10)
  expect(evicted.length).toBeLessThan(JOBS)
  // What Redis forgot, another instance can have: it runs twice. What stands, it cannot.
  const [gone = ''] = evicted
  expect(await other.schedule(gone, 60_000, () => {})).toBe('scheduled')
  const stands = ledger.accepted().find((key) => held.has(holdName(namespace, 0, key))) ?? ''
  expect(await other.schedule(stands, 60_000, () => {})).toBe('held')

  const waiting = ledger.accepted()
  ledger.member.processor.resume()
  await runsDry(ledger)
  const lost = ledger.member.finished.filter((job) => job.outcome === 'lost-to').map((job) => job.key)
  expect(ran).toEqual(waiting.filter((key) => !lost.includes(key)))
  expect(lost.filter((key) => key !== gone)).toEqual([])
  await everyHoldBelongs(redis, namespace, ledger, other)
  ledger.addsUp()
})

it('a hold that was lost, once it is asked about: the job of another is not run twice', async () => {
  const redis = await onOwnRedis()
  const namespace = newNamespace()
  // Asked about when a third of it is left: after 1 s.
  const short = { namespace, leaseMs: 1_500, paused: true }
  const [one, two] = [new Ledger(await redis.member(short)), new Ledger(await redis.member(short))]
  const ran: string[] = []
  await one.schedule('free', 0, () => void ran.push('free on one'))
  await one.schedule('taken', 0, () => void ran.push('taken on one'))
  await redis.look.redis.flushall()
  expect(await two.schedule('taken', 60_000, () => void ran.push('taken on two'))).toBe('scheduled')
  const { expiresAt = Number.NaN } = (await redis.look.hold(namespace, 0, 'taken')) ?? {}
  await redis.look.passed(expiresAt - 58_000)
  one.member.processor.resume()
  await runsDry(one)
  two.member.processor.resume()
  await runsDry(two)
  expect(one.member.finished.map((job) => [job.key, job.outcome])).toEqual([
    ['free', 'done'],
    ['taken', 'lost-to'],
  ])
  expect(ran).toEqual(['free on one', 'taken on two'])
  await everyHoldBelongs(redis, namespace, one, two)
})
