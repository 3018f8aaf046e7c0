import type { HistoryRow } from '../../../src/contract/history'
import { CellText } from '../../ui/cell-text'
import { Took } from '../../ui/exact-duration'
import { formatWhen, formatZonedMoment } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { statusOfOutcome } from '../../ui/outcome-status'
import { StatusBadge } from '../../ui/status-badge'
import type { Column } from '../../ui/virtual-table/column'

/** Those that sort have the names of the contract's orders. */
export const historyColumns: readonly Column<HistoryRow>[] = [
  {
    id: 'outcome',
    title: 'Outcome',
    width: 112,
    cell: (row) => <StatusBadge {...statusOfOutcome(row.outcome)} />,
  },
  {
    id: 'key',
    title: 'Key',
    width: 136,
    grow: 2,
    cell: (row, { active }) => <KeyText text={row.key} reachable={active} />,
  },
  {
    id: 'error',
    title: 'Error',
    width: 88,
    grow: 2,
    cell: (row) => <CellText title={row.error?.message}>{row.error?.message ?? ''}</CellText>,
  },
  {
    id: 'handler',
    title: 'Handler',
    width: 88,
    grow: 1,
    cell: (row) => <CellText title={row.handler}>{row.handler}</CellText>,
  },
  {
    id: 'wait',
    title: 'Wait',
    width: 72,
    align: 'end',
    sortable: true,
    cell: (row) => <Took ms={row.waitMs} />,
  },
  {
    id: 'run',
    title: 'Run time',
    width: 84,
    align: 'end',
    sortable: true,
    cell: (row) => <Took ms={row.runMs} />,
  },
  {
    id: 'finished',
    title: 'Finished at',
    width: 112,
    align: 'end',
    sortable: true,
    cell: (row) => (
      <CellText title={formatZonedMoment(row.finishedAt)}>{formatWhen(row.finishedAt, Date.now())}</CellText>
    ),
  },
]
