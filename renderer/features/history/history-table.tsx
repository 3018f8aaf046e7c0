import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { HistoryFilter, HistoryRow, HistorySort } from '../../../src/contract/history'
import { envelopeOf } from '../../api/client'
import { EmptyState } from '../../ui/empty-state'
import { ProblemNote } from '../../ui/problem-note'
import type { Sort } from '../../ui/virtual-table/column'
import { TableStatus } from '../../ui/virtual-table/table-status'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { historyColumns } from './history-columns'
import classes from './history.module.css'
import { filterInWords, totalInWords } from './model'
import { useHistoryFilter } from './use-history-filter'
import { useHistoryRows } from './use-history-rows'

interface HistoryTableProps {
  readonly filter: HistoryFilter
  readonly sort: HistorySort
  readonly onSort: (sort: HistorySort) => void
  readonly selectedId: number | undefined
  readonly onOpen: (row: HistoryRow) => void
}

/** The jobs that have ended and that the filter lets through. */
export function HistoryTable({ filter, sort, onSort, selectedId, onOpen }: HistoryTableProps): ReactNode {
  const rows = useHistoryRows(filter, sort)
  const words = filterInWords(filter)
  const changeSort = ({ by, descending }: Sort): void => {
    if (by !== 'finished' && by !== 'wait' && by !== 'run') return
    // The newest and the longest are what is looked for: another column begins with them.
    onSort({ by, descending: by === sort.by ? descending : true })
  }
  return (
    <VirtualTable
      label="History of jobs"
      columns={historyColumns}
      count={rows.count}
      rowAt={rows.rowAt}
      onShow={rows.show}
      onHold={rows.hold}
      sort={sort}
      onSort={changeSort}
      isSelected={(row) => row.id === selectedId}
      onOpen={onOpen}
      footer={
        <TableStatus
          count={rows.total?.count ?? 0}
          words={rows.total ? totalInWords(rows.total) : ''}
          noun="job"
          readAt={rows.readAt}
          still={rows.still}
        >
          {words === '' ? null : (
            <span className={classes.words} title={`Filter: ${words}`}>
              {words}
            </span>
          )}
        </TableStatus>
      }
      empty={<Nothing error={rows.error} words={words} />}
    />
  )
}

interface NothingProps {
  readonly error: Error | null
  /** What the jobs are filtered by. */
  readonly words: string
}

function Nothing({ error, words }: NothingProps): ReactNode {
  const { clear } = useHistoryFilter()
  if (error) {
    return (
      <div className={classes.problem}>
        <ProblemNote title="The history cannot be read" error={envelopeOf(error)} />
      </div>
    )
  }
  if (words === '') {
    return (
      <EmptyState title="No job has ended yet">
        Every job that ends is kept here, over restarts of the app: for 30 days, the last million.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="No job matches the filter"
      action={
        <Button variant="default" onClick={clear}>
          Clear filter
        </Button>
      }
    >
      It asks for: {words}.
    </EmptyState>
  )
}
