import {
  IconAlertTriangle,
  IconArrowBigUpLine,
  IconCopy,
  IconLock,
  IconPlugConnectedX,
  type Icon,
} from '@tabler/icons-react'
import type { LeftJobRow } from '../../../src/contract/journal'
import { CellText } from '../../ui/cell-text'
import { formatTime, formatZonedMoment } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { StatusBadge, type StatusTone } from '../../ui/status-badge'
import type { Column } from '../../ui/virtual-table/column'
import { reasonInWords } from './words'

interface Status {
  readonly tone: StatusTone
  readonly icon: Icon
  readonly word: string
}

const statuses: Readonly<Record<LeftJobRow['reason']['kind'], Status>> = {
  interrupted: { tone: 'warning', icon: IconPlugConnectedX, word: 'Interrupted' },
  taken: { tone: 'neutral', icon: IconLock, word: 'Taken' },
  bumped: { tone: 'neutral', icon: IconArrowBigUpLine, word: 'Bumped' },
  'not-taken': { tone: 'failure', icon: IconAlertTriangle, word: 'Not taken' },
  'queued-here': { tone: 'neutral', icon: IconCopy, word: 'Queued anew' },
}

export const leftColumns: readonly Column<LeftJobRow>[] = [
  {
    id: 'state',
    title: 'State',
    width: 120,
    cell: (row) => <StatusBadge {...statuses[row.reason.kind]} />,
  },
  {
    id: 'key',
    title: 'Key',
    width: 144,
    grow: 1,
    cell: (row, { active }) => <KeyText text={row.key} reachable={active} />,
  },
  {
    id: 'reason',
    title: 'Why it does not go on by itself',
    width: 240,
    grow: 2,
    cell: (row) => {
      const words = reasonInWords(row.reason)
      return <CellText title={words}>{words}</CellText>
    },
  },
  {
    id: 'argument',
    title: 'Argument',
    width: 120,
    cell: (row) => (
      <CellText look="code" title={row.argument}>
        {row.argument}
      </CellText>
    ),
  },
  {
    id: 'scheduled-at',
    title: 'Scheduled at',
    width: 104,
    align: 'end',
    cell: (row) => (
      <CellText title={formatZonedMoment(row.scheduledAt)}>{formatTime(row.scheduledAt)}</CellText>
    ),
  },
]
