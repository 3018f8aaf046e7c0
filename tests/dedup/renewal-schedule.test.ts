import { describe, expect, it } from 'vitest'
import { RedisHold } from '../../src/dedup/redis-hold'
import { RenewalSchedule } from '../../src/dedup/renewal-schedule'

const START = 1_700_000_000_000

/** A schedule of holds that expire so many ms after the start. */
function scheduled(...expiries: number[]): { schedule: RenewalSchedule; holds: RedisHold[] } {
  const schedule = new RenewalSchedule(100)
  const holds = expiries.map((expiry, index) => {
    const hold = new RedisHold(String(expiry), 0, START, index)
    hold.expiresAt = START + expiry
    schedule.add(hold)
    return hold
  })
  return { schedule, holds }
}

const taken = (schedule: RenewalSchedule, now: number, until: number, most = 10): string[] =>
  schedule.take(START + now, START + until, most).map((hold) => hold.key)

describe('the schedule of renewals', () => {
  it('gives those that expire soonest first, so many at a time, and keeps the rest', () => {
    const { schedule } = scheduled(3_000, 1_000, 9_000, 2_000, 4_000)
    expect(taken(schedule, 0, 5_000, 2)).toEqual(['1000', '2000'])
    expect(taken(schedule, 0, 5_000, 2)).toEqual(['3000', '4000'])
    expect(taken(schedule, 0, 5_000, 2)).toEqual([])
    expect(taken(schedule, 0, 9_000, 2)).toEqual(['9000'])
  })

  it('gives what has expired last, however long ago', () => {
    const { schedule } = scheduled(1_000, 5_000_000, 5_002_000)
    expect(taken(schedule, 0, 0)).toEqual([])
    expect(taken(schedule, 5_001_000, 5_010_000, 1)).toEqual(['5002000'])
    expect(taken(schedule, 5_001_000, 5_010_000).sort()).toEqual(['1000', '5000000'])
    const { schedule: other } = scheduled(1_000, 1_200, 2_000)
    expect(taken(other, 1_500, 3_000, 1)).toEqual(['2000'])
    expect(taken(other, 1_500, 3_000).sort()).toEqual(['1000', '1200'])
  })

  it('lets go of a hold wherever it is, and takes each once', () => {
    const { schedule, holds } = scheduled(1_000, 1_000, 1_000, 3_000)
    for (const index of [0, 3, 3]) if (holds[index]) schedule.remove(holds[index])
    expect(taken(schedule, 2_000, 2_000, 1)).toHaveLength(1)
    for (const hold of holds) schedule.remove(hold)
    expect(taken(schedule, 9_000, 9_000)).toEqual([])
  })

  it('finds its order again after Redis was set back', () => {
    const { schedule } = scheduled()
    expect(taken(schedule, 60_000, 70_000)).toEqual([])
    const hold = new RedisHold('back', 0, START, 1)
    hold.expiresAt = START + 30_000
    expect(taken(schedule, 0, 10_000)).toEqual([])
    schedule.add(hold)
    expect(taken(schedule, 0, 10_000)).toEqual([])
    expect(taken(schedule, 21_000, 31_000)).toEqual(['back'])
  })
})
