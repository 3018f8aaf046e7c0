import {
  IconAlertTriangle,
  IconCircleCheck,
  IconHash,
  IconLoader,
  IconPlugConnectedX,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ConnectionView, LiveState } from '../../src/contract/live'
import { useProfile } from '../api/app-info'
import { useLive } from '../api/live'
import { BumpButton } from '../features/bump/bump-button'
import { ProfileButton } from '../features/connection/profile-button'
import { formatTime } from '../ui/format'
import { KeyRing } from '../ui/key-ring'
import { StatusBadge } from '../ui/status-badge'
import classes from './shell.module.css'

/** Where the operator is: profile, Redis, generation. Its colour tells the environment. */
export function Header(): ReactNode {
  const { environment } = useProfile()
  return (
    <header className={classes.header} data-environment={environment}>
      <div className={classes.brand}>
        <KeyRing size={24} />
        <span className={classes.brandName}>Keyhold</span>
      </div>
      <div className={classes.headerBody}>
        <ProfileButton />
        <RedisState />
        <Generation />
        <BumpButton />
      </div>
    </header>
  )
}

const selectConnection = (live: LiveState) => live.connection

function RedisState(): ReactNode {
  const connection = useLive(selectConnection)
  return (
    <div className={classes.redis} role="status" data-away={connection.state === 'away' || undefined}>
      <ConnectionWords connection={connection} />
    </div>
  )
}

function ConnectionWords({ connection }: { readonly connection: ConnectionView }): ReactNode {
  switch (connection.state) {
    case 'connecting':
      return <StatusBadge tone="neutral" icon={IconLoader} word="Connecting to Redis" />
    case 'ready':
      return (
        <>
          <StatusBadge
            tone="ok"
            icon={IconCircleCheck}
            word="Redis ready"
            hint={`${connection.address}, Redis ${connection.serverVersion}`}
          />
          <span className={classes.redisMore} title={connection.address}>
            {connection.address}
          </span>
        </>
      )
    case 'away': {
      const { message, remedy } = connection.error
      return (
        <>
          <StatusBadge
            tone="warning"
            icon={IconPlugConnectedX}
            word={`Redis away since ${formatTime(connection.since)}`}
            hint={`${message} ${remedy}`}
          />
          <span className={classes.redisMore} title={`${message} ${remedy}`}>
            {message}
          </span>
        </>
      )
    }
  }
}

const selectGeneration = (live: LiveState) => live.generation
const selectGenerationError = (live: LiveState) => live.generationError

function Generation(): ReactNode {
  const generation = useLive(selectGeneration)
  const error = useLive(selectGenerationError)
  if (error) {
    return (
      <StatusBadge
        tone="failure"
        icon={IconAlertTriangle}
        word="Generation unreadable"
        hint={`${error.message} ${error.remedy}`}
      />
    )
  }
  return (
    <span className={classes.generation} title="The generation that holds count in">
      <IconHash size={14} aria-hidden="true" />
      <span className={classes.generationWord}>Generation</span>{' '}
      <span key={generation} className={classes.generationNumber}>
        {generation ?? '–'}
      </span>
    </span>
  )
}
