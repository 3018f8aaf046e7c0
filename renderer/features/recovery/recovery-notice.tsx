import { ActionIcon, Button } from '@mantine/core'
import { IconHistory, IconX } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { useDismissRecovery } from './api'
import { LeftDialog } from './left-dialog'
import classes from './recovery.module.css'
import { recoveryText, recoveryTitle } from './words'

const selectRecovery = (live: LiveState) => live.recovery

interface RecoveryNoticeProps {
  /** The notice goes, and with it what had the focus. */
  readonly onDismiss: () => void
}

/** What became of the jobs that an earlier run of the app had left, until it is dismissed or decided. */
export function RecoveryNotice({ onDismiss }: RecoveryNoticeProps): ReactNode {
  const { id } = useProfile()
  const recovery = useLive(selectRecovery)
  const dismiss = useDismissRecovery(id)
  const [shown, setShown] = useState(false)
  if (!recovery || recovery.state === 'reading') return null
  const { state, undecided } = recovery
  return (
    <section
      className={classes.notice}
      aria-label="Jobs of the last run"
      data-tone={undecided > 0 ? 'ask' : 'news'}
    >
      <IconHistory size={16} className={classes.icon} aria-hidden="true" />
      <div className={classes.lines}>
        <p className={classes.title} role="status">
          {recoveryTitle(recovery)}
        </p>
        <p className={classes.line} title={recoveryText(recovery)}>
          {recoveryText(recovery)}
        </p>
      </div>
      {undecided > 0 ? (
        <Button size="compact-sm" variant="default" onClick={() => setShown(true)}>
          Decide
        </Button>
      ) : state === 'done' ? (
        <ActionIcon
          aria-label="Dismiss the notice"
          onClick={() => dismiss.mutate(undefined, { onSuccess: onDismiss })}
        >
          <IconX size={16} aria-hidden="true" />
        </ActionIcon>
      ) : null}
      <LeftDialog opened={shown} onClose={() => setShown(false)} />
    </section>
  )
}
