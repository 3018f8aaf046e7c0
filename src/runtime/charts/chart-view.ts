import {
  chartOutcomes,
  type ChartColumn,
  type ChartOutcome,
  type ChartSpan,
  type ChartView,
  type PercentileColumns,
  type Percentiles,
} from '../../contract/charts'
import type { ChartRing, RecordedMoment } from './chart-ring'
import { quantiles } from './duration-bins'

const SHARES = [0.5, 0.95, 0.99] as const

/** How a span is told: from which ring, and in what. */
export interface SpanPlan {
  readonly span: ChartSpan
  readonly ring: ChartRing
  /** Buckets of the ring that make one moment. */
  readonly buckets: number
  readonly moments: number
}

export interface ChartTimes {
  readonly now: number
  readonly since: number
  readonly wallOf: (time: number) => number
  /** A moment that has just begun says nothing yet: it is told from this age on; ms. */
  readonly youngest: number
}

/** The columns of a span, its last moment being the one of now or, while that is too young, the one before. */
export function chartView({ span, ring, buckets, moments }: SpanPlan, times: ChartTimes): ChartView {
  const stepMs = buckets * ring.bucketMs
  const running = Math.floor(times.now / stepMs)
  const end = times.now - running * stepMs < times.youngest ? running : running + 1
  const first = end - moments
  const told = Array.from({ length: moments }, (_, index) => ring.merge((first + index) * buckets, buckets))
  const whole = ring.merge(first * buckets, moments * buckets)
  return {
    span,
    since: times.wallOf(times.since),
    until: times.wallOf(Math.min(times.now, end * stepMs)),
    stepMs,
    at: told.map((_, index) => times.wallOf((first + index) * stepMs) / 1_000),
    outcomes: outcomeColumns(told),
    waiting: told.map(({ recorded, waiting }) => (recorded ? waiting : null)),
    running: told.map(({ recorded, running: most }) => (recorded ? most : null)),
    wait: percentileColumns(told.map(({ wait }) => percentilesOf(wait))),
    run: percentileColumns(told.map(({ run }) => percentilesOf(run))),
    whole: { wait: percentilesOf(whole.wait), run: percentilesOf(whole.run) },
  }
}

function outcomeColumns(told: readonly RecordedMoment[]): Record<ChartOutcome, ChartColumn> {
  const column = (outcome: ChartOutcome): ChartColumn => {
    const place = chartOutcomes.indexOf(outcome)
    return told.map(({ recorded, counts }) => (recorded ? (counts[place] ?? 0) : null))
  }
  return {
    done: column('done'),
    failed: column('failed'),
    cancelled: column('cancelled'),
    lost: column('lost'),
    refusedHere: column('refusedHere'),
    held: column('held'),
    redisErrors: column('redisErrors'),
  }
}

function percentilesOf(counts: Float64Array): Percentiles | null {
  const values = quantiles(counts, SHARES)
  if (!values) return null
  const [p50 = 0, p95 = 0, p99 = 0] = values.map((value) => Number(value.toPrecision(3)))
  return { p50, p95, p99 }
}

function percentileColumns(values: readonly (Percentiles | null)[]): PercentileColumns {
  return {
    p50: values.map((value) => value?.p50 ?? null),
    p95: values.map((value) => value?.p95 ?? null),
    p99: values.map((value) => value?.p99 ?? null),
  }
}
