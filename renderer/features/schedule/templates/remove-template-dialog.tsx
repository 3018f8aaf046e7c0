import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { ConfirmDialog } from '../../../ui/confirm-dialog'
import { ProblemNote } from '../../../ui/problem-note'
import { useRemoveTemplate } from './api'
import classes from './templates.module.css'

interface RemoveTemplateDialogProps {
  readonly name: string
  readonly onClose: () => void
}

/** Asks before a template goes. */
export function RemoveTemplateDialog({ name, onClose }: RemoveTemplateDialogProps): ReactNode {
  const profile = useProfile()
  const remove = useRemoveTemplate(profile.id)
  return (
    <ConfirmDialog
      opened
      title="Delete template"
      onCancel={onClose}
      actions={[
        {
          label: 'Delete template',
          tone: 'danger',
          busy: remove.isPending,
          run: () => remove.mutate(name, { onSuccess: onClose }),
        },
      ]}
    >
      <p>
        <span className={classes.mono}>{name}</span> goes from the templates of {profile.name}. Jobs that were
        scheduled with it stay.
      </p>
      {remove.error ? <ProblemNote title="It is still there" error={envelopeOf(remove.error)} /> : null}
    </ConfirmDialog>
  )
}
