import type { ChartColumn, ChartView } from '../../../src/contract/charts'
import { formatCount } from '../../ui/format'
import { most, perSecond, withoutQuiet } from './model'
import { formatDurationTick, formatPerSecond, formatSpan, formatTick, nothing } from './words'

/** A colour of `chart-colors.css`. */
export type Tone =
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'lost'
  | 'refused'
  | 'held'
  | 'redis'
  | 'waiting'
  | 'running'
  | 'wait'
  | 'run'

export interface ChartLine {
  readonly word: string
  readonly hint: string
  readonly tone: Tone
  /** Lengths of stroke and gap, in px; empty: unbroken. No two lines of a chart share tone and dash. */
  readonly dash: readonly number[]
  readonly filled?: boolean
  readonly values: ChartColumn
  /** What of the values is drawn. */
  readonly drawn: ChartColumn
}

export interface Chart {
  readonly title: string
  /** Empty where the axis says it. */
  readonly unit: string
  readonly scale: 'linear' | 'whole' | 'log'
  readonly lines: readonly ChartLine[]
  readonly format: (value: number) => string
  readonly formatTick: (value: number) => string
  /** The chart in words, for whoever does not see it. */
  readonly summary: string
}

const solid: readonly number[] = []
const dashes: readonly number[] = [6, 3]
const dots: readonly number[] = [2, 3]

/** The three charts of the page, from what was recorded. */
export function chartsOf(view: ChartView): readonly Chart[] {
  return [throughput(view), queueLength(view), times(view)]
}

function throughput(view: ChartView): Chart {
  const { outcomes } = view
  const line = (
    look: Pick<ChartLine, 'word' | 'hint' | 'tone' | 'dash' | 'filled'>,
    counts: ChartColumn,
  ): ChartLine => {
    const values = perSecond(view, counts)
    return { ...look, values, drawn: look.filled ? values : withoutQuiet(values) }
  }
  const totals = [
    [outcomes.done, 'done'],
    [outcomes.failed, 'failed'],
    [outcomes.cancelled, 'cancelled'],
    [outcomes.lost, 'lost'],
    [outcomes.refusedHere, 'refused here'],
    [outcomes.held, 'held'],
    [outcomes.redisErrors, 'schedules failed'],
  ] as const
  return {
    title: 'Throughput',
    unit: 'a second',
    scale: 'linear',
    lines: [
      line(
        { word: 'Done', hint: 'Jobs that ended well', tone: 'done', dash: solid, filled: true },
        outcomes.done,
      ),
      line({ word: 'Failed', hint: 'Failed and timed out', tone: 'failed', dash: dashes }, outcomes.failed),
      line(
        { word: 'Cancelled', hint: 'Cancelled by an operator', tone: 'cancelled', dash: dots },
        outcomes.cancelled,
      ),
      line(
        { word: 'Lost', hint: 'Not run: another instance held the key', tone: 'lost', dash: [10, 3, 2, 3] },
        outcomes.lost,
      ),
      line(
        { word: 'Refused here', hint: 'Already queued here', tone: 'refused', dash: [3, 2] },
        outcomes.refusedHere,
      ),
      line(
        { word: 'Held', hint: 'Refused: the key is held in Redis', tone: 'held', dash: [10, 4] },
        outcomes.held,
      ),
      line(
        {
          word: 'Schedules failed',
          hint: 'Redis refused them or did not answer',
          tone: 'redis',
          dash: [1, 2],
        },
        outcomes.redisErrors,
      ),
    ],
    format: formatPerSecond,
    formatTick,
    summary: `In all ${totals
      .map(([column, word]) => `${formatCount(column.reduce<number>((sum, n) => sum + (n ?? 0), 0))} ${word}`)
      .join(', ')}.`,
  }
}

function queueLength({ waiting, running }: ChartView): Chart {
  return {
    title: 'Queue length',
    unit: 'at most',
    scale: 'whole',
    lines: [
      {
        word: 'Waiting',
        hint: 'The most that waited at once',
        tone: 'waiting',
        dash: solid,
        filled: true,
        values: waiting,
        drawn: waiting,
      },
      {
        word: 'Running',
        hint: 'The most that ran at once',
        tone: 'running',
        dash: dashes,
        values: running,
        drawn: running,
      },
    ],
    format: formatCount,
    formatTick: formatCount,
    summary: `At most ${formatCount(most(waiting))} waited and ${formatCount(most(running))} ran at once.`,
  }
}

function times({ wait, run, whole }: ChartView): Chart {
  const lines = (
    [
      ['Wait', 'wait', 'waited', wait],
      ['Run', 'run', 'ran', run],
    ] as const
  ).flatMap(([name, tone, verb, columns]) =>
    (
      [
        ['p50', 'Half', solid],
        ['p95', '95 of 100', dashes],
        ['p99', '99 of 100', dots],
      ] as const
    ).map(([share, words, dash]) => ({
      word: `${name} ${share}`,
      hint: `${words} ${verb} no longer than this; within 5 %`,
      tone,
      dash,
      values: columns[share],
      drawn: columns[share],
    })),
  )
  const words = (name: string, told: ChartView['whole']['wait']): string =>
    `${name} p50 ${told ? formatSpan(told.p50) : nothing}, p95 ${told ? formatSpan(told.p95) : nothing}, p99 ${told ? formatSpan(told.p99) : nothing}`
  return {
    title: 'Wait and run time',
    unit: '',
    scale: 'log',
    lines,
    format: formatSpan,
    formatTick: formatDurationTick,
    summary: `Over all: ${words('wait', whole.wait)}; ${words('run', whole.run)}.`,
  }
}
