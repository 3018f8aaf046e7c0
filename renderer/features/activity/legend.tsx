import type { ReactNode } from 'react'
import classes from './activity.module.css'
import type { Chart, ChartLine } from './charts'
import { latest } from './model'
import { nothing } from './words'

interface LegendProps {
  readonly chart: Chart
  /** The moment that is read; undefined: the latest of each line. */
  readonly index: number | undefined
}

/** Each line of a chart: how it is drawn, its word, its value. */
export function Legend({ chart: { lines, format }, index }: LegendProps): ReactNode {
  return (
    <dl className={classes.legend}>
      {lines.map((line) => {
        const value = index === undefined ? latest(line.values) : (line.values[index] ?? null)
        return (
          <div key={line.word} className={classes.entry} title={line.hint}>
            <dt className={classes.word}>
              <Swatch line={line} />
              {line.word}
            </dt>
            <dd className={classes.value}>{value === null ? nothing : format(value)}</dd>
          </div>
        )
      })}
    </dl>
  )
}

function Swatch({ line: { tone, dash } }: { readonly line: ChartLine }): ReactNode {
  return (
    <svg className={classes.swatch} width={24} height={8} aria-hidden="true">
      <line
        x1={0}
        x2={24}
        y1={4}
        y2={4}
        stroke={`var(--kh-chart-${tone})`}
        strokeWidth={2}
        strokeDasharray={dash.join(' ') || undefined}
      />
    </svg>
  )
}
