import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { ConfirmDialog } from '../../../ui/confirm-dialog'
import { ProblemNote } from '../../../ui/problem-note'
import { useRemoveRecurring } from './api'
import classes from './recurring.module.css'

interface RemoveRecurringDialogProps {
  readonly opened: boolean
  readonly subject: { readonly id: string; readonly key: string }
  readonly onClose: () => void
  /** Its row is gone: the focus goes elsewhere. */
  readonly onRemoved: () => void
}

/** Asks before a recurring job goes. */
export function RemoveRecurringDialog(props: RemoveRecurringDialogProps): ReactNode {
  const { opened, subject, onClose, onRemoved } = props
  const profile = useProfile()
  const remove = useRemoveRecurring(profile.id)
  const removed = (): void => {
    onClose()
    onRemoved()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title="Delete recurring job"
      onCancel={onClose}
      actions={[
        {
          label: 'Delete recurring job',
          tone: 'danger',
          busy: remove.isPending,
          run: () => remove.mutate(subject.id, { onSuccess: removed }),
        },
      ]}
    >
      <p>
        <span className={classes.mono}>{subject.key}</span> is not scheduled again and again by {profile.name}{' '}
        any more. A job of it that waits or runs stays.
      </p>
      {remove.error ? <ProblemNote title="It is still there" error={envelopeOf(remove.error)} /> : null}
    </ConfirmDialog>
  )
}
