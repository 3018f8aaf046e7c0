import { Button } from '@mantine/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { notify } from '../../api/notices'
import { Dialog } from '../../ui/dialog'
import { ProblemNote } from '../../ui/problem-note'
import { useSaveProfile } from './api'
import { ConnectionFields } from './connection-fields'
import classes from './connection.module.css'
import { draftOf, readConnection, type ConnectionDraft, type DraftProblems } from './model'

interface ConnectionDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  /** What the form starts with, where it is not the profile as it is. */
  readonly start?: Partial<ConnectionDraft>
}

/** Which Redis, which namespace, and how its keys are named. */
export function ConnectionDialog({ opened, onClose, start }: ConnectionDialogProps): ReactNode {
  return (
    <Dialog opened={opened} onClose={onClose} title="Connection" width={560} closable>
      <ConnectionForm onClose={onClose} {...(start ? { start } : {})} />
    </Dialog>
  )
}

function ConnectionForm({ onClose, start }: Omit<ConnectionDialogProps, 'opened'>): ReactNode {
  const view = useProfile()
  const [draft, setDraft] = useState<ConnectionDraft>(() => ({ ...draftOf(view), ...start }))
  const [problems, setProblems] = useState<DraftProblems>({})
  const save = useSaveProfile()

  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const read = readConnection(draft, view)
    if (!read.ok) {
      setProblems(read.problems)
      return
    }
    setProblems({})
    save.mutate(read.profile, {
      onSuccess: (saved) => {
        onClose()
        notify('Profile saved', `Keyhold works with ${saved.address} now.`)
      },
    })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <ConnectionFields
        draft={draft}
        problems={problems}
        onChange={(change) => setDraft((known) => ({ ...known, ...change }))}
      />
      {save.error ? <ProblemNote title="Not connected" error={envelopeOf(save.error)} /> : null}
      <p className={classes.quiet}>Jobs that wait here now are dropped, and their holds released.</p>
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save and connect
        </Button>
      </div>
    </form>
  )
}
