import { Button, Popover } from '@mantine/core'
import { IconChevronDown, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { ReasonField } from '../../ui/reason-field'
import { usePause } from './api'
import classes from './queue.module.css'

const selectPaused = (live: LiveState) => live.state === 'paused'

/** Pauses by one click, in production too: whoever pauses there has no time. A reason is asked for beside it. */
export function PauseButton(): ReactNode {
  const { id, readOnly, environment } = useProfile()
  const paused = useLive(selectPaused)
  const pause = usePause(id)
  const Glyph = paused ? IconPlayerPlay : IconPlayerPause
  return (
    <Button.Group>
      <Button
        variant="default"
        w={104}
        leftSection={<Glyph size={16} aria-hidden="true" />}
        disabled={readOnly}
        onClick={() => pause.mutate({ act: paused ? 'resume' : 'pause' })}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      {environment === 'production' ? (
        <WithReason
          disabled={readOnly || paused}
          onPause={(reason) => pause.mutate({ act: 'pause', reason })}
        />
      ) : null}
    </Button.Group>
  )
}

interface WithReasonProps {
  readonly disabled: boolean
  readonly onPause: (reason: string) => void
}

function WithReason({ disabled, onPause }: WithReasonProps): ReactNode {
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
  const pause = (): void => {
    onPause(reason)
    setReason('')
    setOpened(false)
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      trapFocus
      returnFocus
      width={320}
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="default"
          px={8}
          aria-label="With a reason"
          title="Pause with a reason"
          disabled={disabled}
          onClick={() => setOpened(!opened)}
        >
          <IconChevronDown size={16} aria-hidden="true" />
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Pause with a reason">
        <form
          className={classes.pauseForm}
          onSubmit={(event) => {
            event.preventDefault()
            pause()
          }}
        >
          <ReasonField reason={reason} onChange={setReason} />
          <Button type="submit">Pause the queue</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
