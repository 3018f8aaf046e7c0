import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, type ReactNode } from 'react'
import { AppInfoProvider, useAppInfoQuery } from '../api/app-info'
import { envelopeOf } from '../api/client'
import { liveQuery } from '../api/live'
import { preferencesQuery, useFollowPreferences } from '../api/preferences'
import { subscribeLiveUpdates } from '../api/live-updates'
import { ProblemNote } from '../ui/problem-note'
import { Shell, ShellSkeleton } from './shell'
import classes from './shell.module.css'

/** Lets the shell in once it is known what the app is and how it stands. */
export function Gate(): ReactNode {
  const info = useAppInfoQuery()
  const preferences = useQuery(preferencesQuery)
  useFollowPreferences()
  if (info.error) return <Unreachable error={info.error} onRetry={() => void info.refetch()} />
  if (preferences.error) {
    return <Unreachable error={preferences.error} onRetry={() => void preferences.refetch()} />
  }
  if (!info.data || !preferences.data) return <ShellSkeleton />
  return (
    <AppInfoProvider value={info.data}>
      <Suspense fallback={<ShellSkeleton />}>
        <LiveGate profileId={info.data.profile.id} />
      </Suspense>
    </AppInfoProvider>
  )
}

function LiveGate({ profileId }: { readonly profileId: string }): ReactNode {
  const client = useQueryClient()
  // Listening begins before the first state is asked for: nothing falls between.
  useEffect(() => subscribeLiveUpdates(client), [client])
  const live = useQuery({ ...liveQuery(profileId), select: () => true })
  if (live.error) return <Unreachable error={live.error} onRetry={() => void live.refetch()} />
  return live.data ? <Shell /> : <ShellSkeleton />
}

function Unreachable({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactNode {
  return (
    <main className={classes.unreachable}>
      <ProblemNote
        title="The console cannot start"
        error={envelopeOf(error)}
        action={
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        }
      />
    </main>
  )
}
