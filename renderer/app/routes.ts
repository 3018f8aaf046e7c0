import {
  IconChartLine,
  IconKey,
  IconListDetails,
  IconPlaylistAdd,
  IconScript,
  type Icon,
} from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { mayLeave } from '../ui/leave-guard'

export type PageName = 'queue' | 'activity' | 'schedule' | 'held-keys' | 'handlers'

export interface Route {
  readonly page: PageName
  readonly title: string
  readonly icon: Icon
}

export const routes: readonly [Route, ...Route[]] = [
  { page: 'queue', title: 'Queue', icon: IconListDetails },
  { page: 'activity', title: 'Activity', icon: IconChartLine },
  { page: 'schedule', title: 'Schedule', icon: IconPlaylistAdd },
  { page: 'held-keys', title: 'Held keys', icon: IconKey },
  { page: 'handlers', title: 'Handlers', icon: IconScript },
]

export function hrefOf(page: PageName): string {
  return `#/${page}`
}

/** The address of the page that is shown: behind the window's own while a page asks before it is left. */
let shown = window.location.hash
const listeners = new Set<() => void>()

function follow(): void {
  const wanted = window.location.hash
  if (wanted === shown) return
  if (!mayLeave(() => (window.location.hash = wanted))) {
    window.history.replaceState(null, '', shown === '' ? '#' : shown)
    return
  }
  shown = wanted
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('hashchange', follow)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('hashchange', follow)
  }
}

/** The page that the address names; the first one where it names none. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => shown)
  // What stands behind `?` is the page's own.
  const [page = ''] = hash.split('?')
  return routes.find((route) => hrefOf(route.page) === page) ?? routes[0]
}
