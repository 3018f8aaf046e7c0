import { Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight, IconRefresh } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import type { BumpPreview } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useLive } from '../../api/live'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { ProblemNote } from '../../ui/problem-note'
import { useBump, useBumpPreview } from './api'
import classes from './bump.module.css'
import { consequencesOf, targetWarning } from './model'

const selectGeneration = (live: LiveState) => live.generation

interface BumpDialogProps {
  readonly opened: boolean
  /** Which opening this is, from 1. */
  readonly round: number
  readonly onClose: () => void
}

/** Asks before the generation is bumped, with all that the bump does. */
export function BumpDialog({ opened, round, onClose }: BumpDialogProps): ReactNode {
  const { id } = useProfile()
  const generation = useLive(selectGeneration)
  const { data: preview, error, refetch } = useBumpPreview(id, round, generation)
  const [overtaken, setOvertaken] = useState<{ readonly round: number; readonly by: string }>()
  const bump = useBump(id)

  const close = (): void => {
    bump.reset()
    onClose()
  }
  const confirm = (): void => {
    if (!preview) return
    bump.mutate(preview.from, {
      onSuccess: (outcome) => {
        if (outcome.outcome === 'bumped') {
          close()
          return
        }
        setOvertaken({ round, by: outcome.generation })
        void refetch()
      },
    })
  }

  return (
    <ConfirmDialog
      opened={opened}
      title="Bump generation"
      width={560}
      onCancel={close}
      actions={[
        { label: 'Bump generation', tone: 'bump', busy: bump.isPending, disabled: !preview, run: confirm },
      ]}
    >
      {overtaken?.round === round ? <Overtaken by={overtaken.by} /> : null}
      {bump.error ? <ProblemNote title="The bump failed" error={envelopeOf(bump.error)} /> : null}
      {error ? (
        <ProblemNote title="What the bump would do could not be counted" error={envelopeOf(error)} />
      ) : null}
      {preview ? (
        <Consequences preview={preview} />
      ) : error ? null : (
        <Skeleton height={224} animate={false} />
      )}
    </ConfirmDialog>
  )
}

function Overtaken({ by }: { readonly by: string }): ReactNode {
  return (
    <p className={classes.notice} role="status">
      <IconRefresh size={16} aria-hidden="true" />
      <span>
        Another operator was faster: the generation is {by} now. Nothing was bumped from here, and the numbers
        below are new.
      </span>
    </p>
  )
}

function Consequences({ preview }: { readonly preview: BumpPreview }): ReactNode {
  const warning = targetWarning(preview)
  return (
    <>
      <div className={classes.step}>
        <div className={classes.where}>
          <span className={classes.profile}>{preview.profileName}</span>
          <span className={classes.address}>
            {preview.address}, namespace {preview.namespace === '' ? '(empty)' : preview.namespace}
          </span>
        </div>
        <div className={classes.generations} data-length={preview.to.length > 6 ? 'long' : undefined}>
          <span>{preview.from}</span>
          <IconArrowRight size={20} aria-label="to" />
          <span className={classes.to}>{preview.to}</span>
        </div>
      </div>
      <ul className={classes.consequences}>
        {consequencesOf(preview).map(({ count, words }) => (
          <li key={words} className={classes.consequence}>
            <span className={classes.count}>{count}</span> <span>{words}</span>
          </li>
        ))}
      </ul>
      {warning === undefined ? null : (
        <p className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>{warning}</span>
        </p>
      )}
    </>
  )
}
