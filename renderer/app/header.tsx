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
import { awayBadge, awayDetails, type AwayView } from '../ui/away-words'
import { KeyRing } from '../ui/key-ring'
import { StatusBadge } from '../ui/status-badge'
import { useNow } from '../ui/use-now'
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
    case 'away':
      return <Away away={connection} />
  }
}

/** Which profile, since when, why, how old what is shown is, and what helps. */
function Away({ away }: { readonly away: AwayView }): ReactNode {
  const { name } = useProfile()
  const details = awayDetails(away, useNow())
  const hint = `${name}: ${awayBadge(away)}, ${details} ${away.error.remedy}`
  return (
    <>
      <StatusBadge tone="warning" icon={IconPlugConnectedX} word={awayBadge(away)} hint={hint} />
      {/* It ticks: said once, by the badge. */}
      <span className={classes.redisMore} title={hint} aria-live="off">
        {details}
      </span>
    </>
  )
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
