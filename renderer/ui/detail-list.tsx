import type { ReactNode } from 'react'
import classes from './detail-list.module.css'

/** Names and values, one a row. */
export function DetailList({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className={classes.list}>{children}</dl>
}

interface DetailProps {
  readonly name: string
  readonly children: ReactNode
  /** `below`: the value has a row of its own. */
  readonly place?: 'beside' | 'below'
}

export function Detail({ name, children, place = 'beside' }: DetailProps): ReactNode {
  return (
    <div className={classes.detail} data-place={place}>
      <dt className={classes.name}>{name}</dt>
      <dd className={classes.value}>{children}</dd>
    </div>
  )
}

/** Text as it is, in a frame of its own: JSON, a stack, a raw value. */
export function CodeBlock({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  return (
    <pre className={classes.code} tabIndex={0} role="group" aria-label={label}>
      {text}
    </pre>
  )
}
