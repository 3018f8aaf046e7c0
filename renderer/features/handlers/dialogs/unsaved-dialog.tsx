import type { ReactNode } from 'react'
import { ConfirmDialog } from '../../../ui/confirm-dialog'
import type { LeaveGate } from '../use-leaving'

/** Asks what becomes of unsaved changes before they go off the screen. */
export function UnsavedDialog({ gate }: { readonly gate: LeaveGate }): ReactNode {
  const file = gate.leaving?.file ?? ''
  return (
    <ConfirmDialog
      opened={gate.leaving !== undefined}
      title="Unsaved changes"
      onCancel={gate.stay}
      cancelLabel="Stay"
      actions={[
        { label: 'Discard', tone: 'danger', run: gate.discard },
        { label: 'Save', tone: 'accent', run: gate.saveAndLeave },
      ]}
    >
      <p>
        <strong>{file}</strong> has changes that are not saved. Save them, discard them, or stay with them.
      </p>
    </ConfirmDialog>
  )
}
