import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ChartColumn, ChartView } from '../../src/contract/charts'
import { placeOf, rangeOf, valueAt } from '../../renderer/features/activity/canvas/scales'
import { chartsOf } from '../../renderer/features/activity/charts'
import {
  beganWithin,
  betweenOf,
  isEmpty,
  isolated,
  latest,
  moveBy,
  perSecond,
  queueHref,
  withoutQuiet,
  momentIndex,
} from '../../renderer/features/activity/model'
import {
  formatBetween,
  formatDurationTick,
  formatPerSecond,
  formatSpan,
} from '../../renderer/features/activity/words'
import { setTimeZone } from '../../renderer/ui/time-zone'

const START = new Date(2026, 2, 1, 14, 3, 0).getTime()
const blank: ChartColumn = [null, 0, 0]
const noPercentiles = { p50: [null, null, null], p95: [null, null, null], p99: [null, null, null] }

/** Three moments of 5 s; the first is of before the start. */
function view(change: Partial<ChartView> = {}): ChartView {
  return {
    span: '15m',
    since: START + 5_000,
    until: START + 15_000,
    stepMs: 5_000,
    at: [START, START + 5_000, START + 10_000].map((ms) => ms / 1_000),
    outcomes: {
      done: blank,
      failed: blank,
      cancelled: blank,
      lost: blank,
      refusedHere: blank,
      held: blank,
      redisErrors: blank,
    },
    waiting: blank,
    running: blank,
    wait: noPercentiles,
    run: noPercentiles,
    whole: { wait: null, run: null },
    ...change,
  }
}

describe('The page Activity', () => {
  it('is empty only while nothing at all happened', () => {
    expect(isEmpty(view())).toBe(true)
    expect(isEmpty(view({ waiting: [null, 0, 1] }))).toBe(false)
    expect(isEmpty(view({ outcomes: { ...view().outcomes, held: [null, 2, 0] } }))).toBe(false)
    expect(beganWithin(view())).toBe(true)
    expect(beganWithin(view({ since: START - 1 }))).toBe(false)
  })

  it('tells counts a second, by the part of a moment that was recorded', () => {
    const partly = view({ since: START + 2_500, until: START + 12_500 })
    expect(perSecond(partly, [5, 5, 5])).toEqual([2, 1, 2])
    expect(perSecond(partly, [null, 0, 5])).toEqual([null, 0, 2])
    // However short the time since the start.
    expect(perSecond(view({ since: START + 4_999 }), [5, 5, 5])).toEqual([5, 1, 1])
  })

  it('draws no long rows of zeros over one another, and each rise and fall', () => {
    expect(withoutQuiet([0, 0, 0, 4, 0, 0, null, 0])).toEqual([null, null, 0, 4, 0, null, null, null])
  })

  it('draws a point where no line leads', () => {
    expect(isolated([1, null, 2, 3, null, undefined, 4])).toEqual([0, 6])
    expect(isolated([])).toEqual([])
  })

  it('shows the latest value of each line where no moment is read', () => {
    expect(latest([1, 2, null, null])).toBe(2)
    expect(latest([null])).toBeNull()
  })

  it('walks the moments by keyboard and stays among them', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End', 'Tab']
    expect(keys.map((key) => moveBy(key, 50, 180))).toEqual([49, 51, 60, 40, 0, 179, undefined])
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.nat(179), (key, index) => {
        const next = moveBy(key, index, 180)
        if (next !== undefined) expect(next >= 0 && next < 180).toBe(true)
      }),
    )
  })

  it('leads to the jobs that finished in a moment', () => {
    const between = betweenOf(view(), 1)
    expect(between).toEqual({ fromMs: START + 5_000, toMs: START + 10_000 })
    if (between) {
      expect(queueHref(between)).toBe(`#/queue?finished-from=${START + 5_000}&finished-to=${START + 10_000}`)
    }
    expect(betweenOf(view(), 3)).toBeUndefined()
    expect(betweenOf(view(), undefined)).toBeUndefined()
  })

  it('has three charts whose lines are told by tone and dash, and a summary in words', () => {
    const charts = chartsOf(
      view({
        outcomes: { ...view().outcomes, done: [null, 1_200, 34], failed: [null, 2, 0] },
        waiting: [null, 7, 3],
        running: [null, 1, 2],
        whole: { wait: { p50: 12.4, p95: 1_500, p99: 61_000 }, run: null },
      }),
    )
    expect(charts.map(({ title }) => title)).toEqual(['Throughput', 'Queue length', 'Wait and run time'])
    for (const { lines } of charts) {
      expect(new Set(lines.map(({ dash }) => dash.join())).size).toBeGreaterThan(1)
      expect(new Set(lines.map(({ tone, dash }) => `${tone} ${dash.join()}`)).size).toBe(lines.length)
    }
    expect(charts.map(({ summary }) => summary)).toEqual([
      'In all 1,234 done, 2 failed, 0 cancelled, 0 lost, 0 refused here, 0 held, 0 schedules failed.',
      'At most 7 waited and 2 ran at once.',
      'Over all: wait p50 12 ms, p95 1.5 s, p99 1m 1s; run p50 –, p95 –, p99 –.',
    ])
  })
})

describe('The axes of a chart', () => {
  it('hold all that is drawn, also where that is one value, or nothing', () => {
    const ms = fc.double({ min: 0.01, max: 2_592_000_000, noNaN: true })
    fc.assert(
      fc.property(ms, ms, (one, other) => {
        const [min, max] = [Math.min(one, other), Math.max(one, other)]
        const [low, high] = rangeOf('log', placeOf('log', min), placeOf('log', max))
        expect(low).toBeLessThan(high)
        expect(valueAt('log', low)).toBeLessThanOrEqual(min * 1.00001)
        expect(valueAt('log', high)).toBeGreaterThanOrEqual(max * 0.99999)
      }),
    )
    expect(rangeOf('log', null, null)).toEqual([0, 4])
    expect(rangeOf('linear', 0, 0)).toEqual([0, 1])
    expect(rangeOf('whole', 0, 1)).toEqual([0, 2])
  })
})

describe('Words of the charts', () => {
  it('keep small numbers readable', () => {
    expect([0.01, 4.21, 250, 4_200, 252_000].map(formatSpan)).toEqual([
      '0.01 ms',
      '4.2 ms',
      '250 ms',
      '4.2 s',
      '4m 12s',
    ])
    expect([0, 1 / 300, 0.4, 2.44, 1_204.3].map(formatPerSecond)).toEqual([
      '0/s',
      '0.0033/s',
      '0.4/s',
      '2.4/s',
      '1,204/s',
    ])
    expect([0.01, 10, 1_000, 60_000, 36_000_000, 864_000_000].map(formatDurationTick)).toEqual([
      '0.01 ms',
      '10 ms',
      '1 s',
      '1 m',
      '10 h',
      '10 d',
    ])
  })

  it('name the day of a moment where it is not today', () => {
    expect(formatBetween(START, START + 5_000, START + 60_000)).toBe('14:03:00 – 14:03:05')
    expect(formatBetween(START, START + 5_000, START + 86_400_000)).toBe('03-01 14:03:00 – 14:03:05')
  })

  it('mean the day of the chosen zone', () => {
    const before = process.env['TZ']
    onTestFinished(() => {
      setTimeZone('local')
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    })
    process.env['TZ'] = 'Asia/Kolkata'
    const at = Date.UTC(2026, 0, 31, 23, 30)
    expect(formatBetween(at, at + 5_000, at + 3_600_000)).toBe('05:00:00 – 05:00:05')
    setTimeZone('utc')
    expect(formatBetween(at, at + 5_000, at + 3_600_000)).toBe('01-31 23:30:00 – 23:30:05')
  })
})

describe('momentIndex', () => {
  const view = { at: [100.002, 105.002, 110.002], stepMs: 5_000 }

  it('finds a moment again though the clock was moved by a few ms', () => {
    expect(momentIndex(view, 105)).toBe(1)
    expect(momentIndex(view, 110.009)).toBe(2)
  })

  it('knows no moment that has left the chart', () => {
    expect(momentIndex(view, 95)).toBeUndefined()
  })
})
