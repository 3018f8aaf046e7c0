import type { AuditRowView } from '../../../src/contract/audit'
import { CellText } from '../../ui/cell-text'
import { formatMoment, formatZonedMoment } from '../../ui/format'
import { StatusBadge } from '../../ui/status-badge'
import type { Column } from '../../ui/virtual-table/column'
import { sentenceOf } from './model'
import { wordsOf } from './words'

export const auditColumns: readonly Column<AuditRowView>[] = [
  {
    id: 'at',
    title: 'When',
    width: 172,
    cell: ({ at }) => <CellText title={formatZonedMoment(at)}>{formatMoment(at)}</CellText>,
  },
  { id: 'act', title: 'Act', width: 152, cell: ({ act }) => <StatusBadge {...wordsOf(act)} /> },
  {
    id: 'what',
    title: 'What',
    width: 208,
    grow: 3,
    cell: (row) => <CellText title={sentenceOf(row)}>{sentenceOf(row)}</CellText>,
  },
  {
    id: 'reason',
    title: 'Reason',
    width: 96,
    grow: 2,
    cell: ({ reason }) => <CellText title={reason}>{reason ?? ''}</CellText>,
  },
  {
    id: 'operator',
    title: 'Operator',
    width: 80,
    cell: ({ operator }) => <CellText title={operator}>{operator}</CellText>,
  },
  {
    id: 'profile',
    title: 'Profile',
    width: 96,
    grow: 1,
    cell: ({ known, profileId }) => (
      <CellText look="soft" title={known?.profile.name}>
        {known?.profile.name ?? profileId}
      </CellText>
    ),
  },
]
