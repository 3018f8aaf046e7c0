import { expect, it } from 'vitest'
import { systemClock, type Clock } from '../../src/processor/clock'
import { gate, newNamespace, nothing } from '../processor/fleet'
import { onSharedRedis } from '../processor/on-redis'
import { everyHoldBelongs, Ledger, liveHolds, runsDry } from './ledger'

const redis = onSharedRedis()
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

it.each([HOUR_MS, -HOUR_MS])('the wall clock is set by %s ms: backoffs and ages stay right', async (ms) => {
  let set = 0
  const clock: Clock = { ...systemClock, wall: () => systemClock.wall() + set }
  const namespace = newNamespace()
  const leaseMs = 1_500
  const ledger = new Ledger(await redis.member({ namespace, leaseMs, clock, dedupClock: clock }))
  const { processor, finished, finishedOf } = ledger.member
  const running = gate()
  await ledger.schedule('runs', 20 * MINUTE_MS, running.work)
  await running.started
  await ledger.schedule('waits', 10 * MINUTE_MS, nothing)
  await ledger.schedule('waits without a backoff', 0, nothing)
  const before = await liveHolds(redis, namespace)

  set = ms
  // Its own lease is over twice: it stands because it is renewed.
  await redis.look.passed((await redis.look.time()) + 2 * leaseMs)
  expect(await liveHolds(redis, namespace)).toEqual(before)
  const ages = [...processor.runningJobs(), ...processor.waitingJobs(0, 9)].map((job) => job.ageMs)
  expect(ages).toHaveLength(3)
  for (const age of ages) {
    expect(age).toBeGreaterThan(2 * leaseMs - 100)
    expect(age).toBeLessThan(MINUTE_MS)
  }
  expect(await ledger.schedule('after', 5 * MINUTE_MS, nothing)).toBe('scheduled')
  const now = await redis.look.time()
  running.open()
  await finishedOf('after')
  await runsDry(ledger)

  for (const [key, backoffMs] of [
    ['runs', 20 * MINUTE_MS],
    ['waits', 10 * MINUTE_MS],
    ['after', 5 * MINUTE_MS],
  ] as const) {
    const hold = (await liveHolds(redis, namespace)).find((each) => each.key === key)
    if (!hold) throw new Error(`${key} is not held`)
    // In Redis' time, whatever this machine's clock says.
    expect(Math.abs(now - hold.at)).toBeLessThan(MINUTE_MS)
    expect((await redis.look.hold(namespace, 0, key))?.expiresAt).toBe(hold.at + backoffMs)
  }
  await redis.look.until(namespace, 0, 'waits without a backoff', 'gone')
  for (const { waitMs, runMs } of finished) {
    expect(waitMs).toBeGreaterThanOrEqual(0)
    expect(waitMs + runMs).toBeLessThan(MINUTE_MS)
  }
  await everyHoldBelongs(redis, namespace, ledger)
})
