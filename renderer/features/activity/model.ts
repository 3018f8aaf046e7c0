import { chartOutcomes, type ChartColumn, type ChartSpan, type ChartView } from '../../../src/contract/charts'

export const spans: readonly { readonly span: ChartSpan; readonly title: string; readonly words: string }[] =
  [
    { span: '15m', title: '15 min', words: 'the last 15 minutes' },
    { span: '1h', title: '1 h', words: 'the last hour' },
    { span: '24h', title: '24 h', words: 'the last 24 hours' },
  ]

export function isSpan(value: unknown): value is ChartSpan {
  return spans.some(({ span }) => span === value)
}

export function spanWords(span: ChartSpan): string {
  return spans.find((each) => each.span === span)?.words ?? ''
}

/** Whether there is nothing at all to draw. */
export function isEmpty(view: ChartView): boolean {
  const columns = [...chartOutcomes.map((outcome) => view.outcomes[outcome]), view.waiting, view.running]
  return columns.every((column) => column.every((value) => !value))
}

/** Whether recording began within the span: then what is missing has not happened, as far as this app knows. */
export function beganWithin(view: ChartView): boolean {
  return view.since >= (view.at[0] ?? 0) * 1_000
}

/** Counts as a rate: by the part of each moment that was recorded. */
export function perSecond(view: ChartView, counts: ChartColumn): ChartColumn {
  return counts.map((count, index) => {
    if (count === null) return null
    const begin = (view.at[index] ?? 0) * 1_000
    const recordedMs = Math.min(view.until, begin + view.stepMs) - Math.max(view.since, begin)
    // Of the first moment there may be next to nothing.
    return count / (Math.max(recordedMs, 1_000) / 1_000)
  })
}

/** Without the long rows of zeros, that would lie over one another; each rise from 0 and fall to it stays. */
export function withoutQuiet(column: ChartColumn): ChartColumn {
  return column.map((value, index) => {
    const quiet = value === 0 && !column[index - 1] && !column[index + 1]
    return quiet ? null : value
  })
}

/** Values that have no neighbour to draw a line to. */
export function isolated(column: ArrayLike<number | null | undefined>): number[] {
  const isThere = (index: number): boolean => typeof column[index] === 'number'
  const alone: number[] = []
  for (let index = 0; index < column.length; index += 1) {
    if (isThere(index) && !isThere(index - 1) && !isThere(index + 1)) alone.push(index)
  }
  return alone
}

export function latest(column: ChartColumn): number | null {
  return column.findLast((value) => value !== null) ?? null
}

export function most(column: ChartColumn): number {
  return column.reduce<number>((highest, value) => Math.max(highest, value ?? 0), 0)
}

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** Where a key leads from a moment; undefined where it is for something else. */
export function moveBy(key: string, index: number, moments: number): number | undefined {
  const step = steps[key]
  return step === undefined ? undefined : Math.min(moments - 1, Math.max(0, index + step))
}

export interface Between {
  readonly fromMs: number
  readonly toMs: number
}

/** From when to when a moment lasts; undefined where there is none. */
export function betweenOf(view: ChartView, index: number | undefined): Between | undefined {
  const begin = index === undefined ? undefined : view.at[index]
  if (begin === undefined) return undefined
  const fromMs = Math.round(begin * 1_000)
  return { fromMs, toMs: fromMs + view.stepMs }
}

/** The Queue page with the jobs that finished between. */
export function queueHref({ fromMs, toMs }: Between): string {
  return `#/queue?finished-from=${fromMs}&finished-to=${toMs}`
}

/**
 * Where a moment is that was read before: where the moments begin moves by a few ms, as the wall clock is set.
 * @param moment its begin, s
 */
export function momentIndex(
  { at, stepMs }: Pick<ChartView, 'at' | 'stepMs'>,
  moment: number,
): number | undefined {
  const index = at.findIndex((begin) => Math.abs(begin - moment) * 2_000 < stepMs)
  return index < 0 ? undefined : index
}
