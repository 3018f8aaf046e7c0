import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ErrorEnvelope } from '../../src/contract/errors'
import classes from './problem-note.module.css'

interface ProblemNoteProps {
  readonly error: ErrorEnvelope
  /** What could not be done, before the sentence. */
  readonly title?: string
  readonly action?: ReactNode
}

/** An error an operator can act on: what happened, and what to do next. */
export function ProblemNote({ error, title, action }: ProblemNoteProps): ReactNode {
  return (
    <div className={classes.note} role="alert">
      <IconAlertTriangle size={16} className={classes.icon} aria-hidden="true" />
      <div className={classes.words}>
        {title ? <p className={classes.title}>{title}</p> : null}
        <p>{error.message}</p>
        <p className={classes.remedy}>{error.remedy}</p>
        <p className={classes.code}>{error.code}</p>
        {action ? <div className={classes.action}>{action}</div> : null}
      </div>
    </div>
  )
}
