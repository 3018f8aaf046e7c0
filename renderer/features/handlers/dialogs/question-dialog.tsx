import type { ReactNode } from 'react'
import { ConfirmDialog } from '../../../ui/confirm-dialog'
import type { Asked } from '../use-question'

/** Asks before waiting jobs get another script, or another version of it. */
export function QuestionDialog({ asked }: { readonly asked: Asked | undefined }): ReactNode {
  return (
    <ConfirmDialog
      opened={asked !== undefined}
      title={asked?.question.title ?? ''}
      onCancel={() => asked?.answer(false)}
      actions={asked ? [{ label: asked.question.action, tone: 'accent', run: () => asked.answer(true) }] : []}
    >
      <p>{asked?.question.text}</p>
    </ConfirmDialog>
  )
}
