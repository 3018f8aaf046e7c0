import { CellText } from '../../ui/cell-text'
import { formatDuration } from '../../ui/duration'
import { Elapsed } from '../../ui/elapsed'
import { formatCount } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import type { Column } from '../../ui/virtual-table/column'
import { ExpectedWait } from './expected-wait'
import type { TimedWaitingRow } from './model'
import { RetryCell, RetryTime } from './retry-cells'

export const waitingColumns: readonly Column<TimedWaitingRow>[] = [
  {
    id: 'position',
    title: '#',
    hint: 'Place in the queue; 1 runs next',
    width: 64,
    align: 'end',
    cell: (row) => <CellText look="soft">{formatCount(row.position + 1)}</CellText>,
  },
  {
    id: 'key',
    title: 'Key',
    width: 144,
    grow: 1,
    cell: (row, { active }) => <KeyText text={row.key} reachable={active} />,
  },
  {
    id: 'argument',
    title: 'Argument',
    width: 144,
    grow: 1,
    // Of a job between two attempts, when the next one comes is worth more; the details have its argument.
    cell: (row) =>
      row.retry ? (
        <RetryCell retry={row.retry} />
      ) : (
        <CellText look="code" title={row.argument}>
          {row.argument}
        </CellText>
      ),
  },
  { id: 'backoff', title: 'Backoff', width: 96, align: 'end', cell: (row) => formatDuration(row.backoffMs) },
  {
    id: 'age',
    title: 'Age',
    hint: 'Time since the job was accepted',
    width: 88,
    align: 'end',
    cell: (row) => <Elapsed ms={row.ageMs} readAt={row.readAt} />,
  },
  {
    id: 'expected-wait',
    title: 'Expected wait',
    hint: 'Until it is likely to start, from what recent jobs took',
    width: 120,
    align: 'end',
    cell: (row) => (row.retry ? <RetryTime retry={row.retry} /> : <ExpectedWait ms={row.expectedWaitMs} />),
  },
]
