import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatExactDuration,
  formatDuration,
  formatWholeSeconds,
  parseDuration,
} from '../../renderer/ui/duration'

describe('parseDuration', () => {
  it.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h 30m', 5_400_000],
    ['1h30m', 5_400_000],
    ['250ms', 250],
    ['2d', 172_800_000],
    ['1.5s', 1_500],
    ['0.1s', 100],
    [' 5 m ', 300_000],
    ['5M', 300_000],
    ['300000', 300_000],
    ['0', 0],
  ])('reads %j as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', '   ', 'soon', '5 minutes', '5m later', 'm5', '1h -30m', '--5', '5,000'])(
    'takes %j for no duration',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )

  it('leaves it to the processor to refuse a negative or fractional number', () => {
    expect(parseDuration('-5')).toBe(-5)
    expect(parseDuration('0.5')).toBe(0.5)
  })

  it('reads back any whole number of ms in any units', () => {
    const amount = fc.nat({ max: 50 })
    fc.assert(
      fc.property(amount, amount, amount, amount, fc.nat({ max: 999 }), (d, h, m, s, ms) => {
        const expected = (((d * 24 + h) * 60 + m) * 60 + s) * 1_000 + ms
        expect(parseDuration(`${d}d ${h}h ${m}m ${s}s ${ms}ms`)).toBe(expected)
      }),
    )
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [250, '250 ms'],
    [999.4, '999 ms'],
    [1_000, '1.0 s'],
    [4_260, '4.2 s'],
    [9_999, '9.9 s'],
    [10_000, '10s'],
    [59_999, '59s'],
    [60_000, '1m 0s'],
    [3_600_000, '1h 0m'],
    [86_400_000, '1d 0h'],
    [252_000, '4m 12s'],
    [300_000, '5m 0s'],
    [5_400_000, '1h 30m'],
    [273_600_000, '3d 4h'],
    [-5, '0 ms'],
  ])('writes %d ms as %j', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it('never writes a unit of its own in full: no 60 s, no 60 m, no 24 h', () => {
    // Random numbers alone would hardly ever fall on a unit's bound.
    const bound = fc.constantFrom(1_000, 10_000, 60_000, 3_600_000, 86_400_000)
    const nearBound = fc.tuple(bound, fc.integer({ min: -2, max: 2 })).map(([ms, off]) => ms + off)
    fc.assert(
      fc.property(fc.oneof(nearBound, fc.nat({ max: 30 * 86_400_000 })), (ms) => {
        expect(formatDuration(ms)).not.toMatch(/\b(60(\.\d)? ?[sm]|24h|1000 ms)\b/)
      }),
    )
  })
})

describe('formatWholeSeconds', () => {
  it.each([
    [0, '0s'],
    [999, '0s'],
    [9_999, '9s'],
    [61_000, '1m 1s'],
  ])('writes %d ms as %j', (ms, text) => {
    expect(formatWholeSeconds(ms)).toBe(text)
  })
})

describe('an exact duration', () => {
  it('is told to the millisecond, with each unit that it has', () => {
    expect([0, 250, 4_250, 252_345, 3_600_007, 93_784_005].map(formatExactDuration)).toEqual([
      '0 ms',
      '250 ms',
      '4.250s',
      '4m 12.345s',
      '1h 0m 0.007s',
      '1d 2h 3m 4.005s',
    ])
  })
})
