import { Button } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { countOf, formatCount, formatTime } from '../format'
import { MOST_SELECTED } from './selection'
import classes from './table-status.module.css'

interface TableStatusProps {
  readonly count: number
  /** What a row is: "job", "key". */
  readonly noun: string
  /** The count in words, where it is not exact. */
  readonly words?: string
  /** When the rows were read, ms since the epoch. */
  readonly readAt: number | undefined
  /** Whether they are held still, and what came since. */
  readonly still: { readonly number: number | undefined; readonly news: number; readonly renew: () => void }
  readonly selection?: { readonly rows: readonly unknown[]; readonly clear: () => void } | undefined
  /** Further words beside the count. */
  readonly children?: ReactNode
}

/** The line below a table: how many rows, how fresh they are, what came while they are held still, what is marked. */
export function TableStatus({
  count,
  noun,
  words = countOf(count, noun),
  readAt,
  still,
  selection,
  children,
}: TableStatusProps): ReactNode {
  const marked = selection?.rows.length ?? 0
  return (
    <div className={classes.status}>
      <span className={classes.part}>{words}</span>
      {children}
      {selection && marked > 0 ? (
        <span className={classes.part}>
          {formatCount(marked)} selected{marked >= MOST_SELECTED ? ', the most at once' : ''}
          <button type="button" className={classes.link} onClick={selection.clear}>
            Clear
          </button>
        </span>
      ) : null}
      <span className={classes.space} />
      {still.number === undefined ? null : (
        <span
          className={classes.part}
          title="Rows stay where they are while the pointer or the keyboard is on the table, rows are selected, or a dialog is open."
        >
          <IconHandStop size={14} aria-hidden="true" /> Held still
        </span>
      )}
      {still.number !== undefined && still.news > 0 ? (
        <Button variant="default" size="compact-xs" className={classes.news} onClick={still.renew}>
          +{formatCount(still.news)} new
        </Button>
      ) : null}
      <span className={classes.part}>{readAt === undefined ? '' : `Updated ${formatTime(readAt)}`}</span>
    </div>
  )
}
