import type { ReactNode } from 'react'
import classes from './cell-text.module.css'

interface CellTextProps {
  readonly children: ReactNode
  readonly look?: 'plain' | 'soft' | 'code'
  /** The whole text, where it may be cut. */
  readonly title?: string | undefined
}

/** Text of a table's cell, cut with an ellipsis where it is too long. */
export function CellText({ children, look = 'plain', title }: CellTextProps): ReactNode {
  return (
    <span className={classes.text} data-look={look} title={title}>
      {children}
    </span>
  )
}
