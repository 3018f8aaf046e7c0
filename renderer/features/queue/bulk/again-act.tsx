import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { FinishedRow } from '../../../../src/contract/queue'
import { countOf, formatCount } from '../../../ui/format'
import type { Selection } from '../../../ui/virtual-table/selection'
import classes from '../filter/filter.module.css'
import { ActDialog } from './act-dialog'
import { useManyJobs } from './use-many-jobs'

/** Schedules the finished jobs that are selected anew; asks first. */
export function AgainAct({ selection }: { readonly selection: Selection<FinishedRow> }): ReactNode {
  const [asking, setAsking] = useState(false)
  const many = useManyJobs()
  const { rows } = selection
  if (rows.length === 0) return null
  const confirm = (): void =>
    many.mutate(
      { kind: 'schedule-again', sequences: rows.map(({ sequence }) => sequence) },
      { onSuccess: () => selection.clear(), onSettled: () => setAsking(false) },
    )
  const asked = {
    title: `Schedule ${countOf(rows.length, 'job')} again`,
    count: rows.length,
    keys: rows.map(({ key }) => key),
    words:
      'Each is scheduled with its key, its backoff and the argument that it had. One whose key is queued here or held is left out, and named.',
  }
  return (
    <>
      <Button variant="default" size="compact-xs" className={classes.act} onClick={() => setAsking(true)}>
        Schedule again ({formatCount(rows.length)})
      </Button>
      <ActDialog
        asked={asking ? asked : undefined}
        tone="accent"
        busy={many.isPending}
        onConfirm={confirm}
        onCancel={() => setAsking(false)}
      />
    </>
  )
}
