import {
  IconChartLine,
  IconClipboardList,
  IconHistory,
  IconInfoCircle,
  IconKey,
  IconListDetails,
  IconPlaylistAdd,
  IconScript,
  IconSettings,
  type Icon,
} from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { pageOfHash } from '../ui/hash-parameters'
import { mayLeave } from '../ui/leave-guard'

export type PageName =
  'queue' | 'activity' | 'history' | 'schedule' | 'held-keys' | 'handlers' | 'audit' | 'preferences' | 'about'

export interface Route {
  readonly page: PageName
  readonly title: string
  readonly icon: Icon
  /** After `g`: goes there by keyboard. */
  readonly key?: string
  /** Below the pages of the work; by default among them. */
  readonly place?: 'foot'
}

export const routes: readonly [Route, ...Route[]] = [
  { page: 'queue', title: 'Queue', icon: IconListDetails, key: 'q' },
  { page: 'activity', title: 'Activity', icon: IconChartLine, key: 'c' },
  { page: 'history', title: 'History', icon: IconHistory, key: 'i' },
  { page: 'schedule', title: 'Schedule', icon: IconPlaylistAdd, key: 's' },
  { page: 'held-keys', title: 'Held keys', icon: IconKey, key: 'k' },
  { page: 'handlers', title: 'Handlers', icon: IconScript, key: 'h' },
  { page: 'audit', title: 'Audit', icon: IconClipboardList, key: 'u' },
  { page: 'preferences', title: 'Preferences', icon: IconSettings, place: 'foot' },
  { page: 'about', title: 'About', icon: IconInfoCircle, place: 'foot' },
]

export function hrefOf(page: PageName): string {
  return `#/${page}`
}

/** Shows a page, unless the one that is shown asks first. */
export function goTo(page: PageName): void {
  window.location.hash = hrefOf(page)
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
  return routes.find((route) => hrefOf(route.page) === pageOfHash(hash)) ?? routes[0]
}
