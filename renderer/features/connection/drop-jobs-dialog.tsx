import type { ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { dropInWords } from './model'

interface DropJobsDialogProps {
  readonly opened: boolean
  readonly busy: boolean
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

const countersOf = ({ counters }: LiveState): LiveState['counters'] => counters
const isPaused = ({ state }: LiveState): boolean => state === 'paused'

/** Asks before the jobs that are here are dropped. It counts as long as it is open. */
export function DropJobsDialog({ opened, busy, onConfirm, onCancel }: DropJobsDialogProps): ReactNode {
  const { name } = useProfile()
  const paused = useLive(isPaused)
  const drop = dropInWords(name, useLive(countersOf))
  const connect = { label: drop?.act ?? 'Connect', tone: drop ? 'danger' : 'accent' } as const
  return (
    <ConfirmDialog
      opened={opened}
      title={drop?.title ?? 'Connect anew?'}
      actions={[{ ...connect, busy, run: onConfirm }]}
      onCancel={onCancel}
    >
      <p>{drop?.text ?? `${name} connects anew. No job waits or runs here any more.`}</p>
      {paused ? <p>The queue stays paused.</p> : null}
      <p>Name, environment and lanes alone are saved without that.</p>
    </ConfirmDialog>
  )
}
