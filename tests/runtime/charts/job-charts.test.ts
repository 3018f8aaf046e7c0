import { describe, expect, it } from 'vitest'
import type { ChartColumn, ChartView } from '../../../src/contract/charts'
import { chartView } from '../../../src/contract/charts'
import type { BackgroundProcessor, ProcessorEvents } from '../../../src/processor/background-processor'
import { EventHub } from '../../../src/processor/event-hub'
import { JobCharts } from '../../../src/runtime/charts/job-charts'
import { SetClock } from './set-clock'

const START = Date.UTC(2026, 2, 1, 12)
const MINUTE = 60_000

const job = (outcome: 'done' | 'failed' | 'timeout' | 'cancelled' | 'lost-to', waitMs = 40, runMs = 100) => ({
  outcome,
  attempts: outcome === 'lost-to' ? 0 : 1,
  waitMs,
  runMs,
})

function begin(wall = START) {
  const clock = new SetClock(wall)
  return { clock, charts: new JobCharts(clock) }
}

const total = (column: ChartColumn): number => column.reduce<number>((sum, value) => sum + (value ?? 0), 0)

/** The value of the moment that began then. */
function valueAt(view: ChartView, column: ChartColumn, ms: number): number | null | undefined {
  return column[view.at.indexOf(ms / 1_000)]
}

describe('Charts of jobs', () => {
  it('count each outcome in its moment, a time-out among the failed', () => {
    const { clock, charts } = begin()
    for (const outcome of ['done', 'done', 'failed', 'timeout', 'cancelled', 'lost-to'] as const) {
      charts.finished(job(outcome))
    }
    for (const outcome of ['queued-here', 'held', 'held', 'redis-error', 'stopped'] as const) {
      charts.refused(outcome)
    }
    clock.pass(5_000)
    charts.finished(job('done'))
    clock.pass(5_000)

    const view = charts.read('15m')
    const { outcomes } = view
    expect(Object.values(outcomes).map((column) => valueAt(view, column, START))).toEqual([
      2, 2, 1, 1, 1, 2, 1,
    ])
    expect(valueAt(view, outcomes.done, START + 5_000)).toBe(1)
    expect(chartView.parse(view)).toEqual(view)
  })

  it('have at most 360 moments, equally far apart, up to now, in each span', () => {
    const { clock, charts } = begin()
    clock.pass(3 * 3_600_000 + 7_200)
    const now = START + 3 * 3_600_000 + 7_200
    for (const [span, moments, stepMs] of [
      ['15m', 180, 5_000],
      ['1h', 360, 10_000],
      ['24h', 288, 300_000],
    ] as const) {
      const view = charts.read(span)
      expect(view.at).toHaveLength(moments)
      expect(view.stepMs).toBe(stepMs)
      const steps = view.at.slice(1).map((at, index) => at - (view.at[index] ?? 0))
      expect(new Set(steps)).toEqual(new Set([stepMs / 1_000]))
      // A moment that has just begun is not told.
      expect((view.at.at(-1) ?? 0) * 1_000 + stepMs).toBeGreaterThan(now - 5_000)
      expect((view.at.at(-1) ?? 0) * 1_000).toBeLessThanOrEqual(now - 5_000)
    }
  })

  it('count the same jobs in every span that reaches back to them', () => {
    const { clock, charts } = begin()
    for (let minute = 0; minute < 50; minute += 1) {
      charts.finished(job('done'))
      clock.pass(MINUTE)
    }
    expect(total(charts.read('15m').outcomes.done)).toBe(15)
    expect(total(charts.read('1h').outcomes.done)).toBe(50)
    expect(total(charts.read('24h').outcomes.done)).toBe(50)
    clock.pass(23 * 3_600_000)
    expect(total(charts.read('1h').outcomes.done)).toBe(0)
    expect(total(charts.read('24h').outcomes.done)).toBe(50)
    clock.pass(2 * 3_600_000)
    expect(total(charts.read('24h').outcomes.done)).toBe(0)
  })

  it('tell percentiles of each moment and of the whole span, of jobs that ran alone', () => {
    const { clock, charts } = begin()
    for (let index = 1; index <= 100; index += 1) charts.finished(job('done', 10, index * 10))
    charts.finished(job('lost-to', 900_000, 0))
    clock.pass(5_000)
    for (let index = 0; index < 100; index += 1) charts.finished(job('failed', 10_000, 5))
    clock.pass(5_000)
    const view = charts.read('15m')
    const near = (value: number | null | undefined, exact: number) =>
      expect(Math.abs((value ?? 0) - exact) / exact).toBeLessThan(0.055)
    near(valueAt(view, view.run.p50, START), 500)
    near(valueAt(view, view.run.p95, START), 950)
    near(valueAt(view, view.run.p99, START), 990)
    near(valueAt(view, view.wait.p99, START), 10)
    near(valueAt(view, view.wait.p50, START + 5_000), 10_000)
    near(view.whole.wait?.p50, 10)
    near(view.whole.wait?.p95, 10_000)
    near(view.whole.run?.p95, 900)
    expect(charts.read('15m').wait.p50.filter((value) => value !== null)).toHaveLength(2)
  })

  it('have a gap where the machine slept, and go on behind it', () => {
    const { clock, charts } = begin()
    charts.finished(job('done'))
    charts.level(3, 1)
    clock.pass(5_000)
    clock.jump(40 * MINUTE)
    charts.read('1h')
    charts.finished(job('done'))
    charts.finished(job('done'))
    clock.pass(10_000)
    const view = charts.read('1h')
    expect(valueAt(view, view.outcomes.done, START)).toBe(1)
    expect(valueAt(view, view.waiting, START)).toBe(3)
    expect(valueAt(view, view.outcomes.done, START + 20 * MINUTE)).toBeNull()
    expect(valueAt(view, view.waiting, START + 20 * MINUTE)).toBeNull()
    expect(valueAt(view, view.outcomes.done, START + 40 * MINUTE)).toBe(2)
  })

  it('lose nothing when the clock is set back: what was recorded is told by the new clock', () => {
    const { clock, charts } = begin()
    charts.finished(job('done'))
    clock.pass(10 * MINUTE)
    clock.jump(-60 * MINUTE)
    charts.finished(job('failed'))
    clock.pass(10_000)
    const view = charts.read('15m')
    expect(valueAt(view, view.outcomes.done, START - 60 * MINUTE)).toBe(1)
    expect(valueAt(view, view.outcomes.failed, START - 50 * MINUTE)).toBe(1)
    expect(view.until).toBe(START - 50 * MINUTE + 10_000)
  })

  it('stay as they are at the hour when summer time begins', () => {
    const { clock, charts } = begin(Date.UTC(2026, 2, 29, 0, 59, 30))
    for (let step = 0; step < 12; step += 1) {
      charts.finished(job('done'))
      clock.pass(5_000)
    }
    const { outcomes, at } = charts.read('15m')
    expect(outcomes.done.slice(-12)).toEqual(new Array(12).fill(1))
    expect(at.at(-1)).toBe(Date.UTC(2026, 2, 29, 1, 0, 25) / 1_000)
  })

  it('forget nothing that is kept, and grow not, in a month of work', () => {
    const { clock, charts } = begin()
    const { bytes } = charts
    for (let hour = 0; hour < 30 * 24; hour += 1) {
      charts.finished(job('done'))
      clock.pass(3_600_000)
    }
    expect(charts.bytes).toBe(bytes)
    expect(bytes).toBeLessThan(2_300_000)
    expect(total(charts.read('24h').outcomes.done)).toBe(24)
  })
})

/** Only what the charts ask of a processor. */
function standInProcessor() {
  const events = new EventHub<ProcessorEvents<string>>()
  const levels = { waiting: 0, running: 0 }
  const asked: Pick<BackgroundProcessor<string>, 'on' | 'queueLength' | 'runningCount'> = {
    on: (name, listener) => events.on(name, listener),
    queueLength: () => levels.waiting,
    runningCount: () => levels.running,
  }
  return { events, levels, processor: asked }
}

describe('Charts that follow a processor', () => {
  it('look each second at how much waits, though nothing happens, and keep no process alive', () => {
    const { clock, charts } = begin()
    const { levels, processor } = standInProcessor()
    const unfollow = charts.follow(processor)
    levels.waiting = 500
    for (let second = 0; second < 10; second += 1) {
      clock.pass(1_000)
      clock.due?.()
    }
    levels.waiting = 2
    const view = charts.read('15m')
    expect(valueAt(view, view.waiting, START)).toBe(500)
    expect(valueAt(view, view.waiting, START + 5_000)).toBe(500)
    expect(valueAt(view, view.waiting, START - 5_000)).toBeNull()
    expect(clock.keepsAlive).toBe(false)
    unfollow()
    expect(clock.due).toBeUndefined()
  })

  it('see a queue that was full for less than a second', () => {
    const { clock, charts } = begin()
    const { events, levels, processor } = standInProcessor()
    charts.follow(processor)
    levels.waiting = 800
    levels.running = 4
    events.emit('started', () => ({
      jobId: 1,
      key: 'a',
      backoffMs: 0,
      arg: '{}',
      scheduledAt: START,
      startedAt: START,
      ageMs: 0,
      lane: 0,
      attempt: 1,
      runMs: 0,
      aborted: false,
    }))
    levels.waiting = 0
    levels.running = 0
    clock.pass(5_000)
    clock.due?.()
    const view = charts.read('15m')
    expect(valueAt(view, view.waiting, START)).toBe(800)
    expect(valueAt(view, view.running, START)).toBe(4)
  })
})
