import { describe, expect, it } from 'vitest'
import type { RecurringTimes } from '../../../src/contract/recurring'
import { momentsOf } from '../../../src/runtime/recurring/moments'

const BERLIN = 'Europe/Berlin'
const cron = (expression: string, zone: 'local' | 'utc' = 'local'): RecurringTimes => ({
  kind: 'cron',
  expression,
  zone,
})
const after = (times: RecurringTimes, from: string, count: number): string[] =>
  momentsOf(times, BERLIN)
    .after(Date.parse(from), count)
    .map((moment) => new Date(moment).toISOString().slice(0, 16))

describe('the moments of a recurring job', () => {
  it('come each so often, counted from where it began', () => {
    const moments = momentsOf({ kind: 'every', everyMs: 90_000 }, BERLIN)
    expect(moments.after(1_000, 3)).toEqual([91_000, 181_000, 271_000])
    expect(moments.passed(1_000, 90_999)).toEqual({ count: 0, next: 91_000 })
    expect(moments.passed(1_000, 181_000)).toEqual({ count: 2, next: 271_000 })
  })

  it('follow a cron expression in local time and in UTC', () => {
    const friday = '2026-03-06T12:00:00Z'
    expect(after(cron('0 9 * * MON-FRI'), friday, 2)).toEqual(['2026-03-09T08:00', '2026-03-10T08:00'])
    expect(after(cron('0 9 * * MON-FRI', 'utc'), friday, 1)).toEqual(['2026-03-09T09:00'])
  })

  it('keep the local hour when the clocks go forward and back, once a day', () => {
    expect(after(cron('0 9 * * *'), '2026-03-28T00:00:00Z', 2)).toEqual([
      '2026-03-28T08:00',
      '2026-03-29T07:00',
    ])
    // 02:30 does not exist on that day: it comes as soon as there is such a time, at 03:00.
    expect(after(cron('30 2 * * *'), '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ])
    // 02:30 comes twice on that day: it counts once.
    expect(after(cron('30 2 * * *'), '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ])
  })

  it('come each half hour through the hour that is there twice', () => {
    expect(after(cron('*/30 * * * *'), '2026-10-24T23:50:00Z', 4)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
    ])
  })

  it('are counted no further than a hundred, and stay in step however many have passed', () => {
    const year = 365 * 24 * 3_600_000
    const everySecond = momentsOf(cron('* * * * * *', 'utc'), BERLIN)
    expect(everySecond.passed(0, year)).toEqual({ count: 100, next: year + 1_000 })
    const each7s = momentsOf({ kind: 'every', everyMs: 7_000 }, BERLIN)
    const { count, next } = each7s.passed(0, year)
    expect(count).toBe(100)
    expect([(next ?? 0) % 7_000, (next ?? 0) > year, (next ?? 0) - year <= 7_000]).toEqual([0, true, true])
  })

  it.each([
    ['0 9 * *', 'it has 4 fields instead of five'],
    ['', 'it has 0 fields instead of five'],
    ['* * * * * * 2030', 'it has 7 fields instead of five'],
    ['0 25 * * *', 'invalid value for hour: 25'],
    ['0 0 30 2 *', 'that day never comes'],
    ['2030-01-01T00:00:00', 'it is a moment'],
    ['@reboot', '@reboot is not supported'],
  ])('refuse %j, saying what is wrong and how it is written', (expression, reason) => {
    const refused = (): unknown => momentsOf(cron(expression), BERLIN)
    expect(refused).toThrow(reason)
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'bad-cron',
        remedy:
          'Five fields: minute, hour, day, month, weekday. "0 9 * * MON-FRI" is 9:00 on every working day.',
      }),
    )
  })

  it.each([0, 999, 1_000.5, Number.NaN, 31 * 24 * 3_600_000])('refuse an interval of %d ms', (everyMs) => {
    expect(() => momentsOf({ kind: 'every', everyMs }, BERLIN)).toThrow(
      expect.objectContaining({ code: 'bad-interval' }),
    )
  })
})
