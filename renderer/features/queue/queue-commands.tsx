import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useCommands } from '../../api/commands'
import { useLive } from '../../api/live'
import { usePause } from './api'

const selectPaused = (live: LiveState) => live.state === 'paused'

/** What can be done to the queue from every page. */
export function QueueCommands(): null {
  const { id, readOnly } = useProfile()
  const paused = useLive(selectPaused)
  const pause = usePause(id)
  useCommands([
    {
      id: 'queue.pause',
      title: paused ? 'Resume the queue' : 'Pause the queue',
      group: 'Jobs',
      icon: paused ? IconPlayerPlay : IconPlayerPause,
      words: 'stop hold start go on',
      refused: readOnly ? 'This profile is read-only.' : undefined,
      run: () => pause.mutate({ act: paused ? 'resume' : 'pause' }),
    },
  ])
  return null
}
