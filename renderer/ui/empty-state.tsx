import type { ReactNode } from 'react'
import { KeyRing } from './key-ring'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  readonly title: string
  readonly children?: ReactNode
  /** What to do about it. */
  readonly action?: ReactNode
  readonly ring?: 'closed' | 'open'
}

/** Says why a list is empty and what to do next. */
export function EmptyState({ title, children, action, ring = 'open' }: EmptyStateProps): ReactNode {
  return (
    <div className={classes.empty}>
      <span className={classes.drawing}>
        <KeyRing size={48} ring={ring} />
      </span>
      <p className={classes.title}>{title}</p>
      {children ? <div className={classes.text}>{children}</div> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}
