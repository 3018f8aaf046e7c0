import { afterEach, describe, expect, it } from 'vitest'
import {
  countOf,
  formatBytes,
  formatCount,
  formatExactMoment,
  formatMoment,
  formatPercent,
  formatRate,
  formatWhen,
  formatZone,
  formatZonedMoment,
  layOutJson,
} from '../../renderer/ui/format'
import { setTimeZone } from '../../renderer/ui/time-zone'

describe('counts', () => {
  it('have separators', () => {
    expect(formatCount(1_204_000)).toBe('1,204,000')
  })

  it('name one thing and many', () => {
    expect(countOf(1, 'key')).toBe('1 key')
    expect(countOf(0, 'key')).toBe('0 keys')
    expect(countOf(2, 'Keyhold instance')).toBe('2 Keyhold instances')
  })

  it('have a fraction only below a hundred a second', () => {
    expect(formatRate(2.25)).toBe('2.3')
    expect(formatRate(1_204.4)).toBe('1,204')
  })

  it('in percent are whole, and say 100 only once all is done', () => {
    expect([0, 0.29, 0.999, 1, 1.5, -1].map(formatPercent)).toEqual([
      '0 %',
      '29 %',
      '99 %',
      '100 %',
      '100 %',
      '0 %',
    ])
  })

  it('of bytes take the unit that fits', () => {
    expect(formatBytes(1_023)).toBe('1023 B')
    expect(formatBytes(1_434)).toBe('1.4 KB')
    expect(formatBytes(2 * 1_048_576)).toBe('2.0 MB')
  })
})

describe('moments', () => {
  const at = new Date(2026, 2, 1, 14, 3, 22).getTime()

  it('are told to the second, in local time', () => {
    expect(formatMoment(at)).toBe('2026-03-01 14:03:22')
  })

  it('are told to the millisecond, with their year where it is another', () => {
    expect(formatExactMoment(at + 7.9, at)).toBe('03-01 14:03:22.007')
    expect(formatExactMoment(at, at + 366 * 86_400_000)).toBe('2026-03-01 14:03:22.000')
  })

  it('are times alone on their own day, and have their date on another', () => {
    expect(formatWhen(at, at + 3_600_000)).toBe('14:03:22')
    expect(formatWhen(at, at + 86_400_000)).toBe('03-01 14:03')
  })
})

describe('moments in a zone', () => {
  const before = process.env['TZ']
  const at = Date.UTC(2026, 0, 31, 23, 30, 5, 7)
  afterEach(() => {
    setTimeZone('local')
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  it('are told in UTC or in local time, as chosen', () => {
    process.env['TZ'] = 'Asia/Kolkata'
    expect(formatZonedMoment(at)).toBe('2026-02-01 05:00:05.007 UTC+05:30')
    setTimeZone('utc')
    expect(formatZonedMoment(at)).toBe('2026-01-31 23:30:05.007 UTC')
  })

  it('have the zone of their own day, not of today', () => {
    process.env['TZ'] = 'America/New_York'
    expect(formatZone(Date.UTC(2026, 0, 1))).toBe('UTC−05:00')
    expect(formatZone(Date.UTC(2026, 6, 1))).toBe('UTC−04:00')
  })

  it('belong to the day of the chosen zone', () => {
    process.env['TZ'] = 'Asia/Kolkata'
    const later = at + 3_600_000
    expect(formatWhen(at, later)).toBe('05:00:05')
    setTimeZone('utc')
    expect(formatWhen(at, later)).toBe('01-31 23:30')
  })
})

describe('layOutJson', () => {
  it('lays JSON out and leaves everything else as it is', () => {
    expect(layOutJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
    expect(layOutJson('{"a":[1')).toBe('{"a":[1')
  })
})
