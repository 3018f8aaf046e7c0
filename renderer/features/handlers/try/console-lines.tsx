import { useLayoutEffect, useRef, type ReactNode } from 'react'
import type { HandlerLine } from '../../../../src/contract/handlers'
import { formatDuration } from '../../../ui/duration'
import { StatusBadge } from '../../../ui/status-badge'
import { levelStatus } from './model'
import classes from './try.module.css'

/** Px from the end that still count as being at it. */
const nearEnd = 24

/** What the script wrote, the newest last and in view unless the operator has scrolled away from it. */
export function ConsoleLines({ lines }: { readonly lines: readonly HandlerLine[] }): ReactNode {
  const list = useRef<HTMLOListElement>(null)
  const atEnd = useRef(true)
  useLayoutEffect(() => {
    if (list.current && atEnd.current) list.current.scrollTop = list.current.scrollHeight
  }, [lines])
  if (lines.length === 0) return <p className={classes.quiet}>It has written nothing to its console.</p>
  return (
    <ol
      ref={list}
      className={classes.lines}
      tabIndex={0}
      aria-label="Console lines"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd
      }}
    >
      {lines.map((line, index) => (
        // Lines are only ever added, at the end.
        <li key={index} className={classes.line} data-level={line.level}>
          <span className={classes.lineAt}>{formatDuration(line.at)}</span>
          <StatusBadge {...levelStatus(line.level)} />
          <span className={classes.lineText}>{line.text}</span>
        </li>
      ))}
    </ol>
  )
}
