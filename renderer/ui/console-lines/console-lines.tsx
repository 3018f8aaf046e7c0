import { useLayoutEffect, useRef, type ReactNode } from 'react'
import type { HandlerLine } from '../../../src/contract/handlers'
import { StatusBadge } from '../status-badge'
import { levelStatus } from './line-level'
import classes from './console-lines.module.css'

/** Px from the end that still count as being at it. */
const nearEnd = 24

interface ConsoleLinesProps {
  readonly lines: readonly HandlerLine[]
  /** Number of the first line: those before it were left out. */
  readonly from?: number
  readonly formatAt: (at: number) => string
  /** Said where there are none. */
  readonly nothing?: string
}

/** What a script wrote, the newest last and in view unless the operator has scrolled away from it. */
export function ConsoleLines({
  lines,
  from = 0,
  formatAt,
  nothing = 'It has written nothing to its console.',
}: ConsoleLinesProps): ReactNode {
  const list = useRef<HTMLOListElement>(null)
  const atEnd = useRef(true)
  useLayoutEffect(() => {
    if (list.current && atEnd.current) list.current.scrollTop = list.current.scrollHeight
  }, [lines])
  if (lines.length === 0) return <p className={classes.quiet}>{nothing}</p>
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
        <li key={from + index} className={classes.line} data-level={line.level}>
          <span className={classes.lineAt}>{formatAt(line.at)}</span>
          <StatusBadge {...levelStatus(line.level)} />
          <span className={classes.lineText}>{line.text}</span>
        </li>
      ))}
    </ol>
  )
}
