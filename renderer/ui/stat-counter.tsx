import type { ReactNode } from 'react'
import classes from './stat-counter.module.css'

interface StatCounterProps {
  readonly label: string
  /** Formatted. */
  readonly value: string
  readonly hint: string
  /** Draws the eye; for counts of what went wrong. */
  readonly tone?: 'plain' | 'failure'
  /** Goes where there is no room for all. */
  readonly spare?: boolean
}

/** A number with its name. The figures are of one width, so that nothing moves when they change. */
export function StatCounter({
  label,
  value,
  hint,
  tone = 'plain',
  spare = false,
}: StatCounterProps): ReactNode {
  return (
    <div className={classes.stat} title={hint} data-spare={spare || undefined}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value} data-tone={tone}>
        {value}
      </dd>
    </div>
  )
}

/** A row of counters. */
export function StatStrip({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className={classes.strip}>{children}</dl>
}
