import type { ReactNode } from 'react'
import { envelopeOf } from '../../api/client'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { ProblemNote } from '../../ui/problem-note'
import classes from './remove-dialog.module.css'

/** A request that takes one thing away, named by its id. */
interface Removal {
  readonly isPending: boolean
  readonly error: Error | null
  readonly mutate: (id: string, then: { readonly onSuccess: () => void }) => void
}

interface RemoveDialogProps {
  readonly opened: boolean
  /** What goes: `template`. */
  readonly what: string
  readonly subject: { readonly id: string; readonly name: string }
  /** Goes on after the name: what becomes of it. */
  readonly words: string
  readonly removal: Removal
  readonly onClose: () => void
  /** Its row is gone: the focus goes elsewhere. */
  readonly onRemoved: () => void
}

/** Asks before something that is kept goes. */
export function RemoveDialog(props: RemoveDialogProps): ReactNode {
  const { opened, what, subject, words, removal, onClose, onRemoved } = props
  const onSuccess = (): void => {
    onClose()
    onRemoved()
  }
  const act = {
    label: `Delete ${what}`,
    tone: 'danger',
    busy: removal.isPending,
    run: () => removal.mutate(subject.id, { onSuccess }),
  } as const
  return (
    <ConfirmDialog opened={opened} title={act.label} onCancel={onClose} actions={[act]}>
      <p>
        <span className={classes.name}>{subject.name}</span> {words}
      </p>
      {removal.error ? <ProblemNote title="It is still there" error={envelopeOf(removal.error)} /> : null}
    </ConfirmDialog>
  )
}
