import { Button } from '@mantine/core'
import { IconClockHour4, IconGhost2, IconPlayerPlay } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { HeldKeyRow, HeldKeysSort } from '../../../src/contract/held-keys'
import { CellText } from '../../ui/cell-text'
import { formatZonedMoment, formatWhen } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { ownerInWords, ownerName } from '../../ui/owner'
import { StatusBadge } from '../../ui/status-badge'
import { useNow } from '../../ui/use-now'
import type { Column } from '../../ui/virtual-table/column'
import { generationStatus, releaseObstacle } from './model'
import { orphanInWords } from './orphan-words'
import { RemainingTime } from './remaining-time'
import classes from './held-keys.module.css'

export type HeldKeyColumnId = HeldKeysSort['by'] | 'release'

export interface HeldKeyColumnOptions {
  readonly generation: string | undefined
  readonly readOnly: boolean
  readonly isReleased: (row: HeldKeyRow) => boolean
  readonly onRelease: (row: HeldKeyRow) => void
}

export function heldKeyColumns(
  options: HeldKeyColumnOptions,
): readonly Column<HeldKeyRow, HeldKeyColumnId>[] {
  return [
    {
      id: 'key',
      title: 'Key',
      width: 136,
      grow: 4,
      sortable: true,
      cell: (row, { active }) => <HeldKey row={row} reachable={active} />,
    },
    {
      id: 'generation',
      title: 'Generation',
      width: 120,
      sortable: true,
      cell: (row) => (
        <span className={classes.generation}>
          <CellText>{row.generation}</CellText>
          <StatusBadge {...generationStatus(row, options.generation)} />
        </span>
      ),
    },
    {
      id: 'remaining',
      title: 'Remaining',
      width: 104,
      align: 'end',
      sortable: true,
      cell: (row) => <RemainingTime row={row} />,
    },
    {
      id: 'owner',
      title: 'Owner',
      width: 112,
      grow: 1,
      sortable: true,
      cell: (row) => <CellText title={`Held by ${ownerInWords(row.owner)}`}>{ownerName(row.owner)}</CellText>,
    },
    {
      id: 'scheduledAt',
      title: 'Scheduled at',
      width: 104,
      align: 'end',
      sortable: true,
      cell: (row) => <ScheduledAt at={row.scheduledAt} />,
    },
    {
      id: 'release',
      title: 'Act',
      titleHidden: true,
      width: 88,
      align: 'end',
      cell: (row, { active }) =>
        options.isReleased(row) ? (
          <CellText look="soft">released</CellText>
        ) : (
          <ReleaseButton row={row} reachable={active} options={options} />
        ),
    },
  ]
}

function HeldKey({ row, reachable }: { readonly row: HeldKeyRow; readonly reachable: boolean }): ReactNode {
  return (
    <span className={classes.key}>
      <KeyText text={row.key} reachable={reachable} />
      {row.queuedHere ? (
        <span className={classes.here}>
          <StatusBadge
            tone="active"
            icon={row.queuedHere === 'waiting' ? IconClockHour4 : IconPlayerPlay}
            word={`${row.queuedHere} here`}
            hint={`A job with this key is ${row.queuedHere} in this app`}
          />
        </span>
      ) : null}
      {row.orphan ? <OrphanMark row={row} /> : null}
      {row.wrongType === undefined ? null : <CellText look="soft">({row.wrongType}, not a hold)</CellText>}
    </span>
  )
}

function OrphanMark({ row }: { readonly row: HeldKeyRow }): ReactNode {
  const hint = orphanInWords(row, useNow())
  return (
    <span className={classes.here}>
      <StatusBadge tone="warning" icon={IconGhost2} word="orphaned?" hint={hint} />
    </span>
  )
}

function ScheduledAt({ at }: { readonly at: number | undefined }): ReactNode {
  const now = useNow()
  if (at === undefined) return <CellText look="soft">–</CellText>
  return <CellText title={formatZonedMoment(at)}>{formatWhen(at, now)}</CellText>
}

interface ReleaseButtonProps {
  readonly row: HeldKeyRow
  readonly reachable: boolean
  readonly options: HeldKeyColumnOptions
}

function ReleaseButton({ row, reachable, options }: ReleaseButtonProps): ReactNode {
  const obstacle = releaseObstacle(row, options.readOnly)
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      className={classes.release}
      tabIndex={reachable ? 0 : -1}
      disabled={obstacle !== undefined}
      title={obstacle}
      onClick={(event) => {
        event.stopPropagation()
        options.onRelease(row)
      }}
    >
      Release
    </Button>
  )
}
