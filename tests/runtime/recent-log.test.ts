import { describe, expect, it } from 'vitest'
import { RecentLog } from '../../src/runtime/recent-log'

function logOf(rows: number, capacity: number): RecentLog<number> {
  const log = new RecentLog<number>(capacity)
  for (let row = 0; row < rows; row += 1) log.push((sequence) => sequence)
  return log
}

describe('RecentLog', () => {
  it('gives a range newest first', () => {
    expect(logOf(5, 10).newest(0, 3)).toEqual([5, 4, 3])
    expect(logOf(5, 10).newest(3, 10)).toEqual([2, 1])
  })

  it('keeps its capacity and forgets the oldest', () => {
    const log = logOf(25, 10)
    expect(log.count).toBe(10)
    expect(log.newest(0, 100)).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16])
    expect(log.version).toBe(25)
  })

  it('gives nothing behind its end, or when it is empty', () => {
    expect(logOf(5, 10).newest(5, 10)).toEqual([])
    expect(logOf(0, 10).newest(0, 10)).toEqual([])
    expect(logOf(0, 10).version).toBe(0)
  })
})
