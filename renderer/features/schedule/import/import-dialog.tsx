import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { ConfirmDialog } from '../../../ui/confirm-dialog'
import { countOf } from '../../../ui/format'
import { importSession, type MappedStage } from './import-session'
import { leftOutInWords } from './import-words'

interface ImportDialogProps {
  readonly opened: boolean
  readonly stage: MappedStage
  readonly onClose: () => void
}

/** Asks before the jobs of a file are scheduled. */
export function ImportDialog({ opened, stage, onClose }: ImportDialogProps): ReactNode {
  const { id, name: profile, namespace } = useProfile()
  const { name, judged } = stage
  if (!judged) return null
  const { counts } = judged
  return (
    <ConfirmDialog
      opened={opened}
      title={`Schedule ${countOf(counts.good, 'job')}`}
      onCancel={onClose}
      actions={[
        {
          label: `Schedule ${countOf(counts.good, 'job')}`,
          tone: 'accent',
          run() {
            onClose()
            void importSession.send(id)
          },
        },
      ]}
    >
      <p>
        From {name}, in profile {profile}, namespace {namespace === '' ? '(empty)' : namespace}.
      </p>
      {leftOutInWords(counts).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p>It can be paused and cancelled while it is under way; jobs that are scheduled by then stay.</p>
    </ConfirmDialog>
  )
}
