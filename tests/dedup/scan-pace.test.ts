import { describe, expect, it } from 'vitest'
import { ScanPace } from '../../src/dedup/inspector/scan-pace'

/** Answers so many replies of a server that needs so long for a key, behind such a way; ms. */
function answer(pace: ScanPace, replies: number, { keyMs, wayMs }: { keyMs: number; wayMs: number }): void {
  pace.learnWay(wayMs)
  for (let reply = 0; reply < replies; reply += 1) pace.learn(wayMs + pace.count * keyMs)
}

describe('the pace of a scan', () => {
  it('begins with 500 keys', () => expect(new ScanPace().count).toBe(500))

  it('goes to what a reply of about 4 ms holds', () => {
    const pace = new ScanPace()
    answer(pace, 8, { keyMs: 0.002, wayMs: 0.2 })
    expect(pace.count).toBe(2_000)
    answer(pace, 12, { keyMs: 0.01, wayMs: 0.2 })
    expect(pace.count).toBe(400)
  })

  it('stays between 100 and 5,000, however fast or slow the server is', () => {
    const pace = new ScanPace()
    answer(pace, 10, { keyMs: 0.000_01, wayMs: 0.1 })
    expect(pace.count).toBe(5_000)
    answer(pace, 14, { keyMs: 2, wayMs: 0.1 })
    expect(pace.count).toBe(100)
  })

  it('goes to the double or the half at most', () => {
    const pace = new ScanPace()
    pace.learnWay(0)
    pace.learn(0.000_1)
    expect(pace.count).toBe(1_000)
    answer(pace, 7, { keyMs: 1, wayMs: 0 })
    expect(pace.count).toBe(5_000)
    answer(pace, 1, { keyMs: 1, wayMs: 0 })
    expect(pace.count).toBe(2_500)
  })

  it('is not slowed by replies that are late now and then', () => {
    const pace = new ScanPace()
    answer(pace, 8, { keyMs: 0.002, wayMs: 0.2 })
    for (let round = 0; round < 20; round += 1) {
      answer(pace, 7, { keyMs: 0.05, wayMs: 0.2 })
      answer(pace, 1, { keyMs: 0.002, wayMs: 0.2 })
    }
    expect(pace.count).toBe(2_000)
  })

  it('does not take the way to a far server for its work', () => {
    const pace = new ScanPace()
    answer(pace, 10, { keyMs: 0.001, wayMs: 80 })
    expect(pace.count).toBe(4_000)
  })
})
