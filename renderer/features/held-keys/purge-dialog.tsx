import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { countOf } from '../../ui/format'
import { ProblemNote } from '../../ui/problem-note'
import { ReasonField } from '../../ui/reason-field'
import { staleQuery, usePurge } from './api'
import { isTyped, staleConsequences } from './many-words'
import { TypeToConfirm } from './type-to-confirm'
import { Consequences, Where } from './where'

interface PurgeDialogProps {
  readonly opened: boolean
  /** From 1: each question counts anew. */
  readonly question: number
  readonly onClose: () => void
}

/** Asks before the holds of generations that have passed are deleted. */
export function PurgeDialog({ opened, question, onClose }: PurgeDialogProps): ReactNode {
  const { id } = useProfile()
  const { data: stale, error } = useQuery(staleQuery(id, question))
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const purge = usePurge(id)
  const isConfirmed = stale && (!stale.typeToConfirm || isTyped(typed, stale.holds, stale.profileName))
  const atLeast = stale?.complete === false ? 'At least ' : ''
  return (
    <ConfirmDialog
      opened={opened}
      title="Purge stale holds"
      width={520}
      onCancel={onClose}
      actions={[
        {
          label: 'Purge stale holds',
          tone: 'danger',
          busy: purge.isPending,
          disabled: !isConfirmed || stale.holds === 0,
          run: () => {
            if (stale) {
              purge.mutate(
                { previewId: stale.previewId, typed: typed.trim(), reason },
                { onSuccess: onClose },
              )
            }
          },
        },
      ]}
    >
      {purge.error ? <ProblemNote title="Nothing was purged" error={envelopeOf(purge.error)} /> : null}
      {error ? <ProblemNote title="Nothing can be purged" error={envelopeOf(error)} /> : null}
      {stale ? (
        <>
          <Where {...stale} />
          <p>
            {stale.holds === 0 && stale.complete
              ? `No hold is stale: all are of generation ${stale.generation}.`
              : `${atLeast}${countOf(stale.holds, 'hold')} of other generations than ${stale.generation}. They no longer count and only take memory, until they run out by themselves.`}
          </p>
          <Consequences list={staleConsequences(stale)} />
          <ReasonField reason={reason} onChange={setReason} />
          {stale.typeToConfirm ? (
            <TypeToConfirm
              count={stale.holds}
              profileName={stale.profileName}
              typed={typed}
              onType={setTyped}
            />
          ) : null}
        </>
      ) : error ? null : (
        <Skeleton height={160} animate={false} />
      )}
    </ConfirmDialog>
  )
}
