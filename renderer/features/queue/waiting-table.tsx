import { Button } from '@mantine/core'
import { useMemo, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useLive } from '../../api/live'
import { useListRows } from '../../api/use-list-rows'
import { EmptyState } from '../../ui/empty-state'
import { ProblemNote } from '../../ui/problem-note'
import { TableStatus } from '../../ui/virtual-table/table-status'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { useScheduleSamples, waitingSource } from './api'
import { waitingColumns } from './waiting-columns'
import type { JobView } from './model'

const selectWaiting = (live: LiveState) => live.counters.waiting
const selectHasHistory = (live: LiveState) => live.counters.running > 0 || live.finishedCount > 0

interface WaitingTableProps {
  readonly selectedId: number | undefined
  readonly onOpen: (job: JobView) => void
}

/** Jobs that wait, the next one first. */
export function WaitingTable({ selectedId, onOpen }: WaitingTableProps): ReactNode {
  const { id } = useProfile()
  const source = useMemo(() => waitingSource(id), [id])
  const waiting = useLive(selectWaiting)
  const { rowAt, show, total, readAt, still, error } = useListRows(source)
  const count = error ? 0 : (total ?? waiting)
  return (
    <VirtualTable
      label="Waiting jobs"
      columns={waitingColumns}
      count={count}
      rowAt={rowAt}
      onShow={show}
      onHold={still.hold}
      footer={<TableStatus count={count} noun="job" readAt={readAt} still={still} />}
      isSelected={(row) => row.jobId === selectedId}
      onOpen={(row) => onOpen({ state: 'waiting', row })}
      empty={
        error ? (
          <ProblemNote title="The waiting jobs could not be read" error={envelopeOf(error)} />
        ) : (
          <NoJobs />
        )
      }
    />
  )
}

function NoJobs(): ReactNode {
  const { id, environment, readOnly } = useProfile()
  const hasHistory = useLive(selectHasHistory)
  const samples = useScheduleSamples(id)
  // Sample jobs among real ones would be in the way in production.
  const offered = !readOnly && (!hasHistory || environment !== 'production')
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
      {hasHistory
        ? 'Jobs appear here as soon as they are scheduled.'
        : 'Sample jobs show a job’s whole life in a minute.'}
    </EmptyState>
  )
}
