import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { isAdjustment, type Profile } from '../../../src/contract/profile'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { readLive } from '../../api/live'
import { notify } from '../../api/notices'
import { Dialog } from '../../ui/dialog'
import { ProblemNote } from '../../ui/problem-note'
import { ReasonField } from '../../ui/reason-field'
import { useSaveProfile } from './api'
import { ConnectionFields } from './connection-fields'
import classes from './connection.module.css'
import { DropJobsDialog } from './drop-jobs-dialog'
import { draftOf, dropInWords, readConnection, type ConnectionDraft, type DraftProblems } from './model'

interface ConnectionDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  /** What the form starts with, where it is not the profile as it is. */
  readonly start?: Partial<ConnectionDraft>
}

/** Which Redis, which namespace, and how its keys are named. */
export function ConnectionDialog({ opened, onClose, start }: ConnectionDialogProps): ReactNode {
  return (
    <Dialog opened={opened} onClose={onClose} title="Connection" width={600} closable>
      <ConnectionForm onClose={onClose} {...(start ? { start } : {})} />
    </Dialog>
  )
}

const savedInPlace = 'The connection stays as it is, and jobs wait and run on.'

function ConnectionForm({ onClose, start }: Omit<ConnectionDialogProps, 'opened'>): ReactNode {
  const view = useProfile()
  const [draft, setDraft] = useState<ConnectionDraft>(() => ({ ...draftOf(view), ...start }))
  const [problems, setProblems] = useState<DraftProblems>({})
  /** What is to be saved once the operator has said that jobs may be dropped for it. */
  const [asked, setAsked] = useState<Profile>()
  const [reason, setReason] = useState('')
  const save = useSaveProfile()
  const client = useQueryClient()
  const read = readConnection(draft, view)
  const adjusts = read.ok && isAdjustment(view, read.profile)

  const saveProfile = (profile: Profile): void => {
    save.mutate(
      { profile, reason },
      {
        onSuccess: (saved) => {
          onClose()
          notify('Profile saved', adjusts ? savedInPlace : `Keyhold works with ${saved.address} now.`)
        },
        onSettled: () => setAsked(undefined),
      },
    )
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    setProblems(read.ok ? {} : read.problems)
    if (!read.ok) return
    const counters = readLive(client, view.id)?.counters
    if (!adjusts && counters && dropInWords(view.name, counters)) setAsked(read.profile)
    else saveProfile(read.profile)
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <ConnectionFields
        draft={draft}
        problems={problems}
        onChange={(change) => setDraft((known) => ({ ...known, ...change }))}
      />
      <ReasonField reason={reason} onChange={setReason} />
      {save.error ? <ProblemNote title="Not connected" error={envelopeOf(save.error)} /> : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          {adjusts ? 'Save' : 'Save and connect'}
        </Button>
      </div>
      <DropJobsDialog
        opened={asked !== undefined}
        busy={save.isPending}
        onConfirm={() => asked && saveProfile(asked)}
        onCancel={() => setAsked(undefined)}
      />
    </form>
  )
}
