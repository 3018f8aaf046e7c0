import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { ConfirmDialog } from '../../../ui/confirm-dialog'
import { ProblemNote } from '../../../ui/problem-note'
import { useTrashScript } from '../api'
import { isUnsaved } from '../draft'
import { drafts, useDrafts } from '../draft-store'
import classes from './dialogs.module.css'

interface TrashDialogProps {
  readonly file: string
  readonly onClose: () => void
}

/** Asks before a script goes to the system's trash. */
export function TrashDialog({ file, onClose }: TrashDialogProps): ReactNode {
  const { id } = useProfile()
  const draft = useDrafts().get(file)
  const unsaved = draft !== undefined && isUnsaved(draft)
  const trash = useTrashScript(id)
  const confirm = (): void =>
    trash.mutate(file, {
      onSuccess: () => {
        drafts.close(file)
        onClose()
      },
    })
  return (
    <ConfirmDialog
      opened
      title="Move to the trash"
      onCancel={onClose}
      actions={[{ label: 'Move to trash', tone: 'danger', busy: trash.isPending, run: confirm }]}
    >
      <p>
        <span className={classes.mono}>{file}</span> leaves the folder and goes to the system’s trash.
        {unsaved ? ' What is not saved of it is lost.' : ''}
      </p>
      {trash.error ? <ProblemNote title="It is still there" error={envelopeOf(trash.error)} /> : null}
    </ConfirmDialog>
  )
}
