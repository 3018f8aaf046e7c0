import { useMemo, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import type { FinishedRow } from '../../../src/contract/queue'
import type { FinishedFilter } from '../../../src/contract/queue-filter'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { useListRows } from '../../api/use-list-rows'
import { EmptyState } from '../../ui/empty-state'
import { formatCount } from '../../ui/format'
import { TableStatus } from '../../ui/virtual-table/table-status'
import { useSelection } from '../../ui/virtual-table/use-selection'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { finishedSource, problemsSource, refusedSource } from './api'
import { AgainAct } from './bulk/again-act'
import { useTableActs } from './bulk/table-acts-context'
import classes from './filter/filter.module.css'
import { finishedFilterInWords, finishedFilterOf } from './filter/model'
import { NoMatch } from './filter/no-match'
import { useQueueFilter } from './filter/use-queue-filter'
import { finishedColumns, problemColumns, refusedColumns } from './history-columns'
import type { JobView } from './model'

const selectFinishedCount = (live: LiveState) => live.finishedCount

interface FinishedTableProps {
  readonly selectedId: number | undefined
  readonly onOpen: (job: JobView) => void
}

/** Jobs that ended, the newest first; those that the filter lets through, where there is one. */
export function FinishedTable(props: FinishedTableProps): ReactNode {
  const { filter } = useQueueFilter()
  const wanted = useMemo(() => finishedFilterOf(filter), [filter])
  // Another filter is another table: it begins at its top, with nothing selected.
  return <FilteredTable key={JSON.stringify(wanted)} filter={wanted} {...props} />
}

interface FilteredTableProps extends FinishedTableProps {
  readonly filter: FinishedFilter | undefined
}

function FilteredTable({ filter, selectedId, onOpen }: FilteredTableProps): ReactNode {
  const { id, readOnly } = useProfile()
  const { finished: marks } = useTableActs()
  const source = useMemo(() => finishedSource(id, filter), [id, filter])
  const finished = useLive(selectFinishedCount)
  const { rowAt, show, read, total, readAt, still } = useListRows(source)
  const selection = useSelection({ marks, idOf: sequenceOf, read })
  const count = total ?? (filter === undefined ? finished : 0)
  const filterWords = filter === undefined ? '' : finishedFilterInWords(filter)
  return (
    <VirtualTable
      label="Finished jobs"
      columns={finishedColumns}
      count={count}
      rowAt={rowAt}
      onShow={show}
      onHold={still.hold}
      selection={readOnly ? undefined : selection}
      footer={
        <TableStatus count={count} noun="job" readAt={readAt} still={still} selection={selection}>
          {filter === undefined ? null : (
            <span className={classes.words} title={`Filter: ${filterWords}`}>
              match, of {formatCount(finished)}: {filterWords}
            </span>
          )}
          <AgainAct selection={selection} />
        </TableStatus>
      }
      isSelected={(row) => row.jobId === selectedId}
      onOpen={(row) => onOpen({ state: 'finished', row })}
      empty={
        filter === undefined ? (
          <EmptyState title="No job has finished">
            The last 10,000 are kept here, the newest first.
          </EmptyState>
        ) : total === undefined ? null : (
          <NoMatch state="finished" words={filterWords} />
        )
      }
    />
  )
}

const sequenceOf = (row: FinishedRow): number => row.sequence

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
