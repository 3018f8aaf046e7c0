import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FinishedRow } from '../../../../src/contract/queue'
import { countOf, formatCount } from '../../../ui/format'
import type { Selection } from '../../../ui/virtual-table/selection'
import classes from '../filter/filter.module.css'
import type { AskedAct } from './act-dialog'
import { useTableActs } from './table-acts-context'

/** Schedules the finished jobs that are selected anew; asks first. */
export function AgainAct({ selection }: { readonly selection: Selection<FinishedRow> }): ReactNode {
  const { ask } = useTableActs()
  const { rows, clear } = selection
  if (rows.length === 0) return null
  return (
    <Button
      variant="default"
      size="compact-xs"
      className={classes.act}
      onClick={() => ask(askAgain(rows), clear)}
    >
      Schedule again ({formatCount(rows.length)})
    </Button>
  )
}

function askAgain(rows: readonly FinishedRow[]): AskedAct {
  return {
    title: `Schedule ${countOf(rows.length, 'job')} again`,
    count: rows.length,
    keys: rows.map(({ key }) => key),
    words:
      'Each is scheduled with its key, its backoff and the argument that it had. One whose key is queued here or held is left out, and named; of several with one key, the newest is scheduled.',
    tone: 'accent',
    act: { kind: 'schedule-again', sequences: rows.map(({ sequence }) => sequence) },
  }
}
