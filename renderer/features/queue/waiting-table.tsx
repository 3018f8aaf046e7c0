import { Button } from '@mantine/core'
import { useMemo, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import type { WaitingFilter, WaitingSearchView } from '../../../src/contract/queue-filter'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useLive } from '../../api/live'
import { useRefreshRate } from '../../api/refresh'
import { useListRows } from '../../api/use-list-rows'
import { EmptyState } from '../../ui/empty-state'
import { ProblemNote } from '../../ui/problem-note'
import { TableStatus } from '../../ui/virtual-table/table-status'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { useSelection } from '../../ui/virtual-table/use-selection'
import { matchesSource, useScheduleSamples, waitingSource } from './api'
import { CancelActs } from './bulk/cancel-acts'
import { useTableActs } from './bulk/table-acts-context'
import classes from './filter/filter.module.css'
import { searchInWords, waitingFilterInWords, waitingFilterOf } from './filter/model'
import { NoMatch } from './filter/no-match'
import { useQueueFilter } from './filter/use-queue-filter'
import { useWaitingSearch } from './filter/use-waiting-search'
import { waitingColumns } from './waiting-columns'
import type { JobView, TimedWaitingRow } from './model'

const selectWaiting = (live: LiveState) => live.counters.waiting
const selectHasHistory = (live: LiveState) => live.counters.running > 0 || live.finishedCount > 0

interface WaitingTableProps {
  readonly selectedId: number | undefined
  readonly onOpen: (job: JobView) => void
}

/** Jobs that wait, the next one first; those that the filter lets through, where there is one. */
export function WaitingTable(props: WaitingTableProps): ReactNode {
  const { filter } = useQueueFilter()
  const wanted = waitingFilterOf(filter)
  // Another filter is another table: it begins at its top, with nothing selected.
  return <FilteredTable key={JSON.stringify(wanted)} filter={wanted} {...props} />
}

interface FilteredTableProps extends WaitingTableProps {
  readonly filter: WaitingFilter | undefined
}

function FilteredTable({ filter, selectedId, onOpen }: FilteredTableProps): ReactNode {
  const { id, readOnly } = useProfile()
  const { waiting: marks } = useTableActs()
  const { search, error: searchError } = useWaitingSearch(id, filter)
  const searchId = filter === undefined ? undefined : (search?.searchId ?? '')
  // Rows that are not read as they change are read once more when all of them were found.
  const readWhen = useRefreshRate() === 'live' ? 'live' : (search?.state ?? 'searching')
  const source = useMemo(
    () => (searchId === undefined ? waitingSource(id) : matchesSource(id, searchId, readWhen)),
    [id, searchId, readWhen],
  )
  const waiting = useLive(selectWaiting)
  const { rowAt, show, read, total, readAt, still, error: listError } = useListRows(source)
  const selection = useSelection({ marks, idOf: jobIdOf, read })
  const error = searchError ?? listError
  const count = error ? 0 : (total ?? (filter === undefined ? waiting : (search?.rows ?? 0)))
  const filterWords = filter === undefined ? '' : waitingFilterInWords(filter)
  return (
    <VirtualTable
      label="Waiting jobs"
      columns={waitingColumns}
      count={count}
      rowAt={rowAt}
      onShow={show}
      onHold={still.hold}
      selection={readOnly ? undefined : selection}
      footer={
        <TableStatus count={count} noun="job" readAt={readAt} still={still} selection={selection}>
          {search ? (
            <span className={classes.words} title={`Filter: ${filterWords}`}>
              {searchInWords(search)}
            </span>
          ) : null}
          <CancelActs selection={selection} filter={filter} search={search} rowAt={rowAt} />
        </TableStatus>
      }
      isSelected={(row) => row.jobId === selectedId}
      onOpen={(row) => onOpen({ state: 'waiting', row })}
      empty={
        error ? (
          <ProblemNote title="The waiting jobs could not be read" error={envelopeOf(error)} />
        ) : filter === undefined ? (
          <NoJobs />
        ) : (
          <NothingFound search={search} words={filterWords} />
        )
      }
    />
  )
}

const jobIdOf = (row: TimedWaitingRow): number => row.jobId

interface NothingFoundProps {
  readonly search: WaitingSearchView | undefined
  readonly words: string
}

function NothingFound({ search, words }: NothingFoundProps): ReactNode {
  if (search?.state === 'done') return <NoMatch state="waiting" words={words} />
  return <EmptyState title="Searching…">Jobs appear here as they are found.</EmptyState>
}

function NoJobs(): ReactNode {
  const { id, environment, readOnly } = useProfile()
  const hasHistory = useLive(selectHasHistory)
  const samples = useScheduleSamples(id)
  // In production a handler does its work on whatever it is given.
  const offered = !readOnly && environment !== 'production'
  return (
    <EmptyState
      title={hasHistory ? 'No job waits' : 'Nothing has been scheduled yet'}
      action={
        offered ? (
          <Button
            variant={hasHistory ? 'default' : 'filled'}
            loading={samples.isPending}
            onClick={() => samples.mutate()}
          >
            Schedule 20 sample jobs
          </Button>
        ) : null
      }
    >
      {hasHistory || !offered
        ? 'Jobs appear here as soon as they are scheduled.'
        : 'Sample jobs show a job’s whole life in a minute.'}
    </EmptyState>
  )
}
