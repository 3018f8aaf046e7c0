import { useEffect, useRef, type ReactNode } from 'react'
import type { LiveState } from '../../src/contract/live'
import { useAppInfo } from '../api/app-info'
import { useLive } from '../api/live'
import { BumpNotice } from '../features/bump/bump-notice'
import { ActivityPage } from '../features/activity/activity-page'
import { NoRedisPage } from '../features/connection/no-redis-page'
import { HandlersPage } from '../features/handlers/handlers-page'
import { HeldKeysPage } from '../features/held-keys/held-keys-page'
import { QueuePage } from '../features/queue/queue-page'
import { SchedulePage } from '../features/schedule/schedule-page'
import { ErrorBoundary } from './error-boundary'
import { Header } from './header'
import { Navigation } from './navigation'
import { noRedisCode, useNews } from './news'
import { useRoute, type PageName } from './routes'
import classes from './shell.module.css'

const selectReady = (live: LiveState) => live.connection.state === 'ready'

/** Navigation, header and the page between them. */
export function Shell(): ReactNode {
  const { startProblems } = useAppInfo()
  const ready = useLive(selectReady)
  const route = useRoute()
  const main = useRef<HTMLElement>(null)
  useNews()
  useEffect(() => {
    document.title = `${route.title} – Keyhold`
  }, [route.title])

  const noRedis = startProblems.find(({ code }) => code === noRedisCode)
  if (noRedis && !ready) return <NoRedisPage problem={noRedis} />
  return (
    <div className={classes.shell}>
      <Header />
      <BumpNotice onDismiss={() => main.current?.focus()} />
      <Navigation />
      <main ref={main} tabIndex={-1} className={classes.main}>
        <ErrorBoundary key={route.page}>
          <PageOf name={route.page} />
        </ErrorBoundary>
      </main>
    </div>
  )
}

function PageOf({ name }: { readonly name: PageName }): ReactNode {
  switch (name) {
    case 'queue':
      return <QueuePage />
    case 'activity':
      return <ActivityPage />
    case 'schedule':
      return <SchedulePage />
    case 'held-keys':
      return <HeldKeysPage />
    case 'handlers':
      return <HandlersPage />
  }
}

/** The frame of the shell, before anything is known. */
export function ShellSkeleton(): ReactNode {
  return (
    <div className={classes.shell} aria-busy="true">
      <div className={classes.header} />
      <div className={classes.navigation} />
      <div className={classes.main} />
    </div>
  )
}
