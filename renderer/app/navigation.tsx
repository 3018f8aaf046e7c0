import type { ReactNode } from 'react'
import type { LiveState } from '../../src/contract/live'
import { useAppInfo } from '../api/app-info'
import { useLive } from '../api/live'
import { formatCount } from '../ui/format'
import { hrefOf, routes, useRoute, type Route } from './routes'
import { TimeZoneButton } from './time-zone-button'
import classes from './shell.module.css'

/** The pages of the console, and which app this is. */
export function Navigation(): ReactNode {
  const current = useRoute()
  return (
    <nav className={classes.navigation} aria-label="Pages">
      <PageLinks of={routes.filter(({ place }) => place === undefined)} current={current} />
      <div className={classes.foot}>
        <TimeZoneButton />
        <PageLinks of={routes.filter(({ place }) => place === 'foot')} current={current} />
        <Version />
      </div>
    </nav>
  )
}

interface PageLinksProps {
  readonly of: readonly Route[]
  readonly current: Route
}

function PageLinks({ of, current }: PageLinksProps): ReactNode {
  return (
    <ul className={classes.links}>
      {of.map((route) => (
        <li key={route.page}>
          <PageLink route={route} current={route.page === current.page} />
        </li>
      ))}
    </ul>
  )
}

function PageLink({ route, current }: { readonly route: Route; readonly current: boolean }): ReactNode {
  const Glyph = route.icon
  return (
    <a
      href={hrefOf(route.page)}
      className={classes.link}
      aria-current={current ? 'page' : undefined}
      title={route.title}
      draggable={false}
    >
      <Glyph size={18} stroke={1.75} aria-hidden="true" />
      <span className={classes.linkText}>{route.title}</span>
      {route.page === 'queue' ? <WaitingCount /> : null}
    </a>
  )
}

const selectWaiting = (live: LiveState) => live.counters.waiting

/** Beside the link, and not part of its name. */
function WaitingCount(): ReactNode {
  const waiting = useLive(selectWaiting)
  return (
    <span className={classes.linkCount} aria-hidden="true">
      {waiting > 0 ? formatCount(waiting) : ''}
    </span>
  )
}

function Version(): ReactNode {
  const { version, electron, electronSource } = useAppInfo()
  return (
    <p className={classes.version} title={electronSource || undefined}>
      Keyhold {version}
      <br />
      Electron {electron}
      {electronSource ? ', for development' : ''}
    </p>
  )
}
