import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { ConfirmDialog } from '../../../ui/confirm-dialog'
import { ProblemNote } from '../../../ui/problem-note'
import { useRemoveTemplate } from './api'
import classes from './templates.module.css'

interface RemoveTemplateDialogProps {
  readonly opened: boolean
  readonly name: string
  readonly onClose: () => void
  /** Its row is gone: the focus goes elsewhere. */
  readonly onRemoved: () => void
}

/** Asks before a template goes. */
export function RemoveTemplateDialog(props: RemoveTemplateDialogProps): ReactNode {
  const { opened, name, onClose, onRemoved } = props
  const profile = useProfile()
  const remove = useRemoveTemplate(profile.id)
  const removed = (): void => {
    onClose()
    onRemoved()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title="Delete template"
      onCancel={onClose}
      actions={[
        {
          label: 'Delete template',
          tone: 'danger',
          busy: remove.isPending,
          run: () => remove.mutate(name, { onSuccess: removed }),
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
