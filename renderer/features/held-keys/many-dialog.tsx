import { Radio, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { HoldsPreview, HoldTargets, JobsHereChoice } from '../../../src/contract/held-keys-acts'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { formatCount } from '../../ui/format'
import { KeyLabel } from '../../ui/key-text'
import { ownerName } from '../../ui/owner'
import { ProblemNote } from '../../ui/problem-note'
import { ReasonField } from '../../ui/reason-field'
import { useNow } from '../../ui/use-now'
import { previewQuery, useChangeMany } from './api'
import { ExtensionFields } from './extension-fields'
import { extensionOf, noExtension } from './extension-model'
import classes from './many.module.css'
import { actLabel, consequencesOf, isTyped, type ManyKind } from './many-words'
import { TypeToConfirm } from './type-to-confirm'
import { Consequences, Where } from './where'

/** A question about an act on many. */
export interface ManyQuestion {
  readonly kind: ManyKind
  readonly targets: HoldTargets
  /** From 1: each reads anew what the act would reach. */
  readonly number: number
}

interface ManyDialogProps {
  readonly question: ManyQuestion
  readonly opened: boolean
  /** The act has begun. */
  readonly onBegun: () => void
  readonly onClose: () => void
}

const choices: readonly { readonly value: JobsHereChoice; readonly label: string }[] = [
  { value: 'skip', label: 'Leave their holds as they are' },
  { value: 'leave', label: 'Release them and keep the jobs, which go on without a hold' },
  { value: 'cancel', label: 'Release them and cancel the jobs' },
]

/** Asks before many holds are changed: how many, whose, and where; nothing is changed before the answer. */
export function ManyDialog({ question, opened, onBegun, onClose }: ManyDialogProps): ReactNode {
  const { id } = useProfile()
  const { kind, number, targets } = question
  const { data: preview, error } = useQuery(previewQuery(id, number, targets))
  const [jobsHere, setJobsHere] = useState<JobsHereChoice>('skip')
  const [form, setForm] = useState(noExtension)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const change = useChangeMany(id)
  const now = useNow()

  const count = preview ? reached(preview, kind, jobsHere) : 0
  const isConfirmed =
    preview && (!preview.typeToConfirm || isTyped(typed, preview.count, preview.profileName))
  const run = (): void => {
    if (!preview) return
    const extension = extensionOf(form, now)
    const act = kind === 'release' ? { kind, jobsHere } : extension && { kind, extension }
    if (!act) return
    change.mutate({ previewId: preview.previewId, typed: typed.trim(), reason, act }, { onSuccess: onBegun })
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={kind === 'release' ? 'Release keys' : 'Extend holds'}
      width={560}
      onCancel={onClose}
      actions={[
        {
          label: actLabel(kind, count),
          tone: kind === 'release' ? 'danger' : 'accent',
          busy: change.isPending,
          disabled: !isConfirmed || count === 0,
          run,
        },
      ]}
    >
      {change.error ? <ProblemNote title="Nothing was changed" error={envelopeOf(change.error)} /> : null}
      {error ? <ProblemNote title="The holds could not be read" error={envelopeOf(error)} /> : null}
      {preview ? (
        <>
          <Where {...preview} generation={preview.generation} />
          <Consequences list={consequencesOf(preview, kind, count)} />
          <Sample preview={preview} />
          {kind === 'release' && preview.queuedHere > 0 ? (
            <Radio.Group
              label="Holds of jobs in this app"
              value={jobsHere}
              onChange={(chosen) =>
                setJobsHere(choices.find(({ value }) => value === chosen)?.value ?? 'skip')
              }
            >
              {choices.map(({ value, label }) => (
                <Radio key={value} value={value} label={label} size="xs" mt={8} />
              ))}
            </Radio.Group>
          ) : null}
          {kind === 'extend' ? (
            <>
              <ExtensionFields form={form} onChange={setForm} />
              <p>
                A hold is never shortened. One whose job waits or runs ends as its backoff says once the job
                has run.
              </p>
            </>
          ) : null}
          <ReasonField reason={reason} onChange={setReason} />
          {preview.typeToConfirm ? (
            <TypeToConfirm
              count={preview.count}
              profileName={preview.profileName}
              typed={typed}
              onType={setTyped}
            />
          ) : null}
        </>
      ) : error ? null : (
        <Skeleton height={224} animate={false} />
      )}
    </ConfirmDialog>
  )
}

function reached({ count, queuedHere }: HoldsPreview, kind: ManyKind, jobsHere: JobsHereChoice): number {
  return kind === 'release' && jobsHere === 'skip' ? count - queuedHere : count
}

function Sample({ preview: { sample, count } }: { readonly preview: HoldsPreview }): ReactNode {
  if (sample.length === 0) return null
  const more = count - sample.length
  return (
    <ul className={classes.sample} aria-label="Some of them">
      {sample.map((row) => (
        <li key={row.nameBytes} className={classes.sampleRow}>
          <KeyLabel text={row.key} />
          <span className={classes.sampleOwner}>{ownerName(row.owner)}</span>
        </li>
      ))}
      {more > 0 ? <li className={classes.sampleOwner}>and {formatCount(more)} more</li> : null}
    </ul>
  )
}
