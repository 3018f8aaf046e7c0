import { Suspense, useEffect, useRef, type ReactNode } from 'react'
import type { LiveState } from '../../src/contract/live'
import { useAppInfo } from '../api/app-info'
import { useLive } from '../api/live'
import { BumpNotice } from '../features/bump/bump-notice'
import { NoRedisPage } from '../features/connection/no-redis-page'
import { JournalNotice } from '../features/recovery/journal-notice'
import { RecoveryNotice } from '../features/recovery/recovery-notice'
import { useFocusKeeper } from '../ui/focus-keeper'
import { Page } from '../ui/page'
import { useTimeZone } from '../ui/time-zone'
import { Commands } from './commands/commands'
import { ErrorBoundary } from './error-boundary'
import { markFirstPage } from './first-page'
import { Header } from './header'
import { LiveCounts } from './live-counts'
import { Navigation } from './navigation'
import { noRedisCode, useNews } from './news'
import { loadPages, pages } from './pages'
import { useRoute, type Route } from './routes'
import { QuitDialog } from './quit/quit-dialog'
import classes from './shell.module.css'

const selectReady = (live: LiveState) => live.connection.state === 'ready'

/** Navigation, header and the page between them. */
export function Shell(): ReactNode {
  const { startProblems } = useAppInfo()
  const ready = useLive(selectReady)
  const route = useRoute()
  const main = useRef<HTMLElement>(null)
  const toPage = (): void => main.current?.focus()
  useFocusKeeper()
  useNews()
  // Moments are told anew, on whatever page, when their zone changes.
  useTimeZone()
  useEffect(loadPages, [])
  useEffect(markFirstPage, [])
  useEffect(() => {
    document.title = `${route.title} – Keyhold`
  }, [route.title])

  const noRedis = startProblems.find(({ code }) => code === noRedisCode)
  if (noRedis && !ready) return <NoRedisPage problem={noRedis} />
  return (
    <div className={classes.shell}>
      <Header />
      <div className={classes.notices}>
        <BumpNotice onDismiss={toPage} />
        <JournalNotice />
        <RecoveryNotice onDismiss={toPage} />
      </div>
      <Navigation />
      <main ref={main} id="page" tabIndex={-1} className={classes.main}>
        <ErrorBoundary key={route.page}>
          <Suspense
            fallback={
              <Page title={route.title}>
                <span aria-busy="true" hidden />
              </Page>
            }
          >
            <PageOf route={route} />
          </Suspense>
        </ErrorBoundary>
      </main>
      <LiveCounts />
      <Commands />
      <QuitDialog />
    </div>
  )
}

function PageOf({ route }: { readonly route: Route }): ReactNode {
  const Shown = pages[route.page]
  return <Shown />
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
