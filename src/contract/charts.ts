import { z } from 'zod'

export const chartSpan = z.enum(['15m', '1h', '24h'])
export type ChartSpan = z.infer<typeof chartSpan>

/** One value a moment; null where nothing was recorded, or there is nothing to tell. */
const column = z.array(z.number().nullable())
export type ChartColumn = z.infer<typeof column>

/** What became of jobs and of schedules, counted as the counters of the live state are. */
export const chartOutcomes = [
  'done',
  'failed',
  'cancelled',
  'lost',
  'refusedHere',
  'held',
  'redisErrors',
] as const
export type ChartOutcome = (typeof chartOutcomes)[number]

/** Milliseconds, each within 5 % of the exact value. */
const percentileColumns = z.object({ p50: column, p95: column, p99: column })
export type PercentileColumns = z.infer<typeof percentileColumns>
const percentiles = z.object({ p50: z.number(), p95: z.number(), p99: z.number() })
export type Percentiles = z.infer<typeof percentiles>

/** What happened lately, moment by moment, the oldest first: at most 360 moments, all of one length. */
export const chartView = z.object({
  span: chartSpan,
  /** When recording began: nothing is known of the time before. Ms since the epoch. */
  since: z.number(),
  /** Up to when the last moment has been recorded; ms since the epoch. */
  until: z.number(),
  /** Length of a moment. */
  stepMs: z.number(),
  /** When each moment begins: seconds since the epoch. */
  at: z.array(z.number()),
  /** How often each came about within the moment. */
  outcomes: z.record(z.enum(chartOutcomes), column),
  /** The most that waited and ran at once within the moment. */
  waiting: column,
  running: column,
  /** From acceptance to the call of the handler, and from there to its end: of the jobs that ended in the moment. */
  wait: percentileColumns,
  run: percentileColumns,
  /** Over the whole span; null where no job ran. */
  whole: z.object({ wait: percentiles.nullable(), run: percentiles.nullable() }),
})
export type ChartView = z.infer<typeof chartView>
