import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { BulkActView, BulkFailureRow } from '../../../src/contract/bulk'
import { useProfile } from '../../api/app-info'
import { bulkFailuresQuery } from '../../api/bulk'
import { envelopeOf } from '../../api/client'
import { CellText } from '../cell-text'
import { Dialog } from '../dialog'
import { formatCount } from '../format'
import { KeyText } from '../key-text'
import { ProblemNote } from '../problem-note'
import type { Column } from '../virtual-table/column'
import { VirtualTable } from '../virtual-table/virtual-table'
import classes from './bulk.module.css'
import { bulkShortfall, shortfallCount } from './bulk-words'

const columns: readonly Column<BulkFailureRow>[] = [
  {
    id: 'subject',
    title: 'Key',
    width: 200,
    grow: 1,
    cell: (row, { active }) => <KeyText text={row.subject} reachable={active} />,
  },
  {
    id: 'reason',
    title: 'Why it was not changed',
    width: 280,
    grow: 2,
    cell: (row) => <CellText title={row.reason}>{row.reason}</CellText>,
  },
]

interface BulkFailuresDialogProps {
  readonly opened: boolean
  readonly act: BulkActView
  readonly onClose: () => void
}

/** The things that an act is not known to have changed, each with its reason. */
export function BulkFailuresDialog({ opened, act, onClose }: BulkFailuresDialogProps): ReactNode {
  return (
    <Dialog opened={opened} onClose={onClose} title={bulkShortfall(act)} width={640} closable>
      {opened ? <Failures act={act} /> : null}
    </Dialog>
  )
}

function Failures({ act }: { readonly act: BulkActView }): ReactNode {
  const { id } = useProfile()
  const count = shortfallCount(act)
  const { data: rows, error } = useQuery(bulkFailuresQuery(id, act.actId, count))
  const kept = rows?.length ?? 0
  return (
    <>
      {kept > 0 && kept < count ? (
        <p className={classes.note}>The first {formatCount(kept)} are listed.</p>
      ) : null}
      <div className={classes.failures}>
        {error ? <ProblemNote title="The list could not be read" error={envelopeOf(error)} /> : null}
        {rows ? (
          <VirtualTable
            label="Not changed"
            columns={columns}
            count={rows.length}
            rowAt={(index) => rows[index]}
          />
        ) : error ? null : (
          <Skeleton height="100%" animate={false} />
        )}
      </div>
    </>
  )
}
