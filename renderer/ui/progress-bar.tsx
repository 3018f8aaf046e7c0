import type { ReactNode } from 'react'
import type { ProgressView } from '../../src/contract/handlers'
import { formatPercent } from './format'
import classes from './progress-bar.module.css'

interface ProgressBarProps {
  readonly progress: ProgressView
  /** What makes progress, for people who hear it. */
  readonly label: string
  /** The bar takes all the room there is. */
  readonly wide?: boolean
}

/** How far a run has come: a bar, the figure, and the script's own words. */
export function ProgressBar({ progress, label, wide = false }: ProgressBarProps): ReactNode {
  const { fraction, text } = progress
  const percent = formatPercent(fraction)
  return (
    <span
      className={classes.progress}
      data-wide={wide || undefined}
      title={text ? `${percent}: ${text}` : percent}
    >
      <span
        className={classes.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(fraction * 100)}
        aria-valuetext={text ? `${percent}: ${text}` : percent}
      >
        <span className={classes.done} style={{ width: `${fraction * 100}%` }} />
      </span>
      <span className={classes.figure}>{percent}</span>
      {text ? <span className={classes.text}>{text}</span> : null}
    </span>
  )
}
