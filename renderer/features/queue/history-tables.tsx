import { useMemo, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { useListRows } from '../../api/use-list-rows'
import { EmptyState } from '../../ui/empty-state'
import { TableStatus } from '../../ui/virtual-table/table-status'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { finishedSource, problemsSource, refusedSource } from './api'
import { finishedColumns, problemColumns, refusedColumns } from './history-columns'
import type { JobView } from './model'

const selectFinishedCount = (live: LiveState) => live.finishedCount

interface FinishedTableProps {
  readonly selectedId: number | undefined
  readonly onOpen: (job: JobView) => void
}

/** Jobs that ended, the newest first. */
export function FinishedTable({ selectedId, onOpen }: FinishedTableProps): ReactNode {
  const { id } = useProfile()
  const source = useMemo(() => finishedSource(id), [id])
  const finished = useLive(selectFinishedCount)
  const { rowAt, show, total, readAt, still } = useListRows(source)
  const count = total ?? finished
  return (
    <VirtualTable
      label="Finished jobs"
      columns={finishedColumns}
      count={count}
      rowAt={rowAt}
      onShow={show}
      onHold={still.hold}
      footer={<TableStatus count={count} noun="job" readAt={readAt} still={still} />}
      isSelected={(row) => row.jobId === selectedId}
      onOpen={(row) => onOpen({ state: 'finished', row })}
      empty={
        <EmptyState title="No job has finished">The last 10,000 are kept here, the newest first.</EmptyState>
      }
    />
  )
}

/** The last schedules that were refused. */
export function RefusedTable(): ReactNode {
  const { id } = useProfile()
  const source = useMemo(() => refusedSource(id), [id])
  const { rowAt, show, total, readAt, still } = useListRows(source)
  return (
    <VirtualTable
      label="Refused schedules"
      columns={refusedColumns}
      count={total ?? 0}
      rowAt={rowAt}
      onShow={show}
      onHold={still.hold}
      footer={<TableStatus count={total ?? 0} noun="refusal" readAt={readAt} still={still} />}
      empty={
        total === undefined ? null : (
          <EmptyState title="Nothing was refused" ring="closed">
            The last 50 schedules that were refused are kept here, each with its reason.
          </EmptyState>
        )
      }
    />
  )
}

/** The last errors of Redis, the handler host, and the like. */
export function ProblemsTable(): ReactNode {
  const { id } = useProfile()
  const source = useMemo(() => problemsSource(id), [id])
  const { rowAt, show, total, readAt, still } = useListRows(source)
  return (
    <VirtualTable
      label="Errors"
      columns={problemColumns}
      count={total ?? 0}
      rowAt={rowAt}
      onShow={show}
      onHold={still.hold}
      footer={<TableStatus count={total ?? 0} noun="error" readAt={readAt} still={still} />}
      empty={
        total === undefined ? null : (
          <EmptyState title="No errors" ring="closed">
            What Redis or the handlers’ host could not do is kept here, the last 200.
          </EmptyState>
        )
      }
    />
  )
}
