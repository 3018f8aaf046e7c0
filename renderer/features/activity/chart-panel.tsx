import { lazy, Suspense, useId, type KeyboardEvent, type ReactNode } from 'react'
import classes from './activity.module.css'
import type { Chart } from './charts'
import { Legend } from './legend'
import { moveBy } from './model'
import { nothing } from './words'

const TimeCanvas = lazy(() =>
  import('./canvas/time-canvas').then((module) => ({ default: module.TimeCanvas })),
)

interface ChartPanelProps {
  readonly chart: Chart
  /** When each moment begins; s. */
  readonly at: readonly number[]
  /** The moment that is read, in all charts alike. */
  readonly index: number | undefined
  /** That moment in words. */
  readonly momentWords: string
  readonly onIndex: (index: number | undefined) => void
  readonly onChoose: (index: number) => void
}

/** One chart with its name and what its lines are at the moment that is read. */
export function ChartPanel({ chart, at, index, momentWords, onIndex, onChoose }: ChartPanelProps): ReactNode {
  const id = useId()
  const last = at.length - 1
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = moveBy(event.key, index ?? last, at.length)
    if (next !== undefined) onIndex(next)
    else if (event.key === 'Enter') onChoose(index ?? last)
    else return
    event.preventDefault()
  }
  return (
    <section className={classes.chart} aria-labelledby={`${id}title`}>
      <div
        className={classes.plot}
        role="slider"
        tabIndex={0}
        aria-label={`Moment of ${chart.title}`}
        aria-describedby={`${id}summary ${id}keys`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index ?? last}
        aria-valuetext={valueWords(chart, index, momentWords)}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          // A click has chosen its own moment.
          if (index === undefined && event.currentTarget.matches(':focus-visible')) onIndex(last)
        }}
        onBlur={() => onIndex(undefined)}
      >
        <Suspense fallback={null}>
          <TimeCanvas
            chart={chart}
            at={at}
            index={index}
            onPoint={(pointed) => onIndex(pointed)}
            onChoose={onChoose}
          />
        </Suspense>
      </div>
      <div className={classes.side}>
        <h2 id={`${id}title`} className={classes.chartTitle}>
          {chart.title} <span className={classes.unit}>{chart.unit}</span>
        </h2>
        <Legend chart={chart} index={index} />
      </div>
      <p id={`${id}summary`} className={classes.unseen}>
        {chart.summary}
      </p>
      <p id={`${id}keys`} className={classes.unseen}>
        Enter shows the jobs that finished in the moment.
      </p>
    </section>
  )
}

function valueWords({ lines, format }: Chart, index: number | undefined, momentWords: string): string {
  if (index === undefined) return momentWords
  const words = lines.map(({ word, values }) => {
    const value = values[index] ?? null
    return `${word} ${value === null ? nothing : format(value)}`
  })
  return `${momentWords}: ${words.join(', ')}`
}
