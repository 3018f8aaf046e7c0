import type { ReactNode } from 'react'
import { useProfile } from '../../api/app-info'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import type { Draft } from './model'
import { repeatHint, sameKeyWarning, scheduleVerb } from './repeat-words'

interface ManyDialogProps {
  readonly opened: boolean
  readonly draft: Draft
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** Asks before a great many jobs are scheduled from one key. */
export function ManyDialog({ opened, draft, onConfirm, onCancel }: ManyDialogProps): ReactNode {
  const { name, namespace, environment } = useProfile()
  const verb = scheduleVerb(draft)
  const warning = sameKeyWarning(draft)
  return (
    <ConfirmDialog
      opened={opened}
      title={verb}
      onCancel={onCancel}
      actions={[{ label: verb, tone: 'accent', run: onConfirm }]}
    >
      <p>
        In profile {name} ({environment}), namespace {namespace === '' ? '(empty)' : namespace}:{' '}
        {repeatHint(draft)}.
      </p>
      {warning === undefined ? null : <p>{warning}.</p>}
      <p>It can be paused and cancelled while it is under way; jobs that are scheduled by then stay.</p>
    </ConfirmDialog>
  )
}
