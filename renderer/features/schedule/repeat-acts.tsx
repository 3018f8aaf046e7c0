import { Button, Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import type { RepeatView } from '../../../src/contract/queue'
import { useProfile } from '../../api/app-info'
import { useCancelRepeat, useExportRepeat, usePauseRepeat, useResumeRepeat } from './api'
import classes from './schedule.module.css'

/** Pause, resume and cancel while it is at work; what became of each job at any time. */
export function RepeatActs({ repeat: { repeatId, state } }: { readonly repeat: RepeatView }): ReactNode {
  const { id } = useProfile()
  const cancel = useCancelRepeat(id)
  const pause = usePauseRepeat(id)
  const resume = useResumeRepeat(id)
  const atWork = state === 'scheduling' || state === 'paused'
  return (
    <span className={classes.repeatActs}>
      <ExportMenu repeatId={repeatId} />
      {atWork ? (
        <>
          <Button
            variant="default"
            size="compact-sm"
            className={classes.pause}
            onClick={() => (state === 'paused' ? resume : pause).mutate(repeatId)}
          >
            {state === 'paused' ? 'Resume' : 'Pause'}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(repeatId)}
          >
            Cancel
          </Button>
        </>
      ) : null}
    </span>
  )
}

function ExportMenu({ repeatId }: { readonly repeatId: string }): ReactNode {
  const { id } = useProfile()
  const save = useExportRepeat(id)
  return (
    <Menu
      position="bottom-end"
      width={168}
      returnFocus
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      floatingStrategy="fixed"
    >
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          loading={save.isPending}
          title="One line a job: what became of it"
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Item onClick={() => save.mutate({ repeatId, format: 'csv' })}>As CSV…</Menu.Item>
        <Menu.Item onClick={() => save.mutate({ repeatId, format: 'jsonl' })}>As JSON Lines…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
