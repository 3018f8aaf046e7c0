import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { useGoWithoutJournal, useTryJournalAgain } from './api'
import classes from './recovery.module.css'

const selectJournal = (live: LiveState) => live.journal

/** Says that jobs cannot be written down, and what that means, with the two ways on. */
export function JournalNotice(): ReactNode {
  const { id, readOnly } = useProfile()
  const { state, error } = useLive(selectJournal)
  const again = useTryJournalAgain(id)
  const without = useGoWithoutJournal(id)
  const [asked, setAsked] = useState(false)
  if (readOnly || (state !== 'failing' && state !== 'off')) return null
  const failing = state === 'failing'
  const text = `${error?.message ?? ''} ${failing ? (error?.remedy ?? '') : 'What waits now is lost if Keyhold crashes.'}`
  return (
    <section className={classes.notice} aria-label="Journal" data-tone={failing ? 'failure' : 'ask'}>
      <IconAlertTriangle size={16} className={classes.icon} aria-hidden="true" />
      <div className={classes.lines}>
        <p className={classes.title} role="status">
          {failing
            ? 'Jobs cannot be written down, so nothing can be scheduled'
            : 'Jobs are scheduled without being written down'}
        </p>
        <p className={classes.line} title={text}>
          {text}
        </p>
      </div>
      <Button size="compact-sm" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
        Try again
      </Button>
      {failing ? (
        <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
          Go on without
        </Button>
      ) : null}
      <ConfirmDialog
        opened={asked}
        title="Go on without the journal"
        onCancel={() => setAsked(false)}
        actions={[
          {
            label: 'Go on without the journal',
            tone: 'danger',
            busy: without.isPending,
            run: () => without.mutate(undefined, { onSettled: () => setAsked(false) }),
          },
        ]}
      >
        <p>
          Jobs are scheduled and run as always. If Keyhold crashes, those that wait or run then are lost, and
          their keys stay held until their holds run out. Until you try again, or start Keyhold again.
        </p>
      </ConfirmDialog>
    </section>
  )
}
