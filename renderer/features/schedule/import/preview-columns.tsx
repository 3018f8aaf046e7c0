import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { CellText } from '../../../ui/cell-text'
import { formatDuration } from '../../../ui/duration'
import { formatCount } from '../../../ui/format'
import { KeyText } from '../../../ui/key-text'
import { StatusBadge } from '../../../ui/status-badge'
import type { Column } from '../../../ui/virtual-table/column'
import type { PreviewRow } from './judgement'

export const previewColumns: readonly Column<PreviewRow>[] = [
  {
    id: 'line',
    title: 'Line',
    width: 72,
    align: 'end',
    cell: ({ line }) => <CellText>{formatCount(line)}</CellText>,
  },
  { id: 'state', title: 'Row', width: 104, cell: (row) => <RowState row={row} /> },
  {
    id: 'key',
    title: 'Key',
    width: 120,
    grow: 3,
    cell: ({ key }, { active }) =>
      key === '' ? <CellText look="soft">–</CellText> : <KeyText text={key} reachable={active} />,
  },
  {
    id: 'backoff',
    title: 'Backoff',
    width: 80,
    align: 'end',
    cell: ({ backoffMs }) =>
      backoffMs === undefined ? (
        <CellText look="soft">–</CellText>
      ) : (
        <CellText>{formatDuration(backoffMs)}</CellText>
      ),
  },
  {
    id: 'text',
    title: 'Argument, or what is wrong',
    width: 160,
    grow: 4,
    cell: ({ state, text }) => (
      <CellText look={state === 'bad' ? 'plain' : 'code'} title={text}>
        {text}
      </CellText>
    ),
  },
]

function RowState({ row: { state, firstLine } }: { readonly row: PreviewRow }): ReactNode {
  switch (state) {
    case 'good':
      return <StatusBadge tone="ok" icon={IconCheck} word="good" />
    case 'duplicate':
      return (
        <StatusBadge
          tone="warning"
          icon={IconCopy}
          word={`as ${formatCount(firstLine ?? 0)}`}
          hint={`Line ${formatCount(firstLine ?? 0)} has the same key: this one is refused while that one is held`}
        />
      )
    case 'bad':
      return <StatusBadge tone="failure" icon={IconAlertTriangle} word="bad" />
  }
}
