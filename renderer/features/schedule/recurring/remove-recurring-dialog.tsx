import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { ConfirmDialog } from '../../../ui/confirm-dialog'
import { ProblemNote } from '../../../ui/problem-note'
import { useRemoveRecurring } from './api'
import classes from './recurring.module.css'

interface RemoveRecurringDialogProps {
  readonly subject: { readonly id: string; readonly key: string }
  readonly onClose: () => void
}

/** Asks before a recurring job goes. */
export function RemoveRecurringDialog({ subject, onClose }: RemoveRecurringDialogProps): ReactNode {
  const profile = useProfile()
  const remove = useRemoveRecurring(profile.id)
  return (
    <ConfirmDialog
      opened
      title="Delete recurring job"
      onCancel={onClose}
      actions={[
        {
          label: 'Delete recurring job',
          tone: 'danger',
          busy: remove.isPending,
          run: () => remove.mutate(subject.id, { onSuccess: onClose }),
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
