import { describe, expect, it } from 'vitest'
import type { Clock } from '../../src/processor/clock'
import { Counters } from '../../src/runtime/jobs/counters'

/** A clock that stands until it is moved. */
class SetClock implements Clock {
  now = 1_000_000
  wall(): number {
    return this.now
  }
  monotonic(): number {
    return this.now
  }
  after(): () => void {
    throw new Error('Counters use no timer.')
  }
}

describe('Counters', () => {
  it('counts each outcome for itself, a time-out among the failed', () => {
    const counters = new Counters(new SetClock())
    for (const outcome of ['done', 'done', 'failed', 'timeout', 'cancelled', 'lost-to'] as const) {
      counters.countFinished(outcome)
    }
    for (const outcome of ['queued-here', 'held', 'held', 'redis-error', 'stopped'] as const) {
      counters.countRefused(outcome)
    }
    expect(counters.snapshot()).toMatchObject({
      done: 2,
      failed: 2,
      cancelled: 1,
      lost: 1,
      refusedHere: 1,
      held: 2,
      redisErrors: 1,
    })
  })

  it('says how many jobs a second finished in the last 5 s, and forgets older ones', () => {
    const clock = new SetClock()
    const counters = new Counters(clock)
    for (let job = 0; job < 50; job += 1) counters.countFinished('done')
    expect(counters.rate.perSecond()).toBe(10)
    clock.now += 3_000
    for (let job = 0; job < 25; job += 1) counters.countFinished('done')
    expect(counters.rate.perSecond()).toBe(15)
    clock.now += 2_500
    expect(counters.rate.perSecond()).toBe(5)
    clock.now += 60_000
    expect(counters.rate.perSecond()).toBe(0)
  })
})
