import { IconKey, IconListDetails, IconPlaylistAdd, IconScript, type Icon } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'

export type PageName = 'queue' | 'schedule' | 'held-keys' | 'handlers'

export interface Route {
  readonly page: PageName
  readonly title: string
  readonly icon: Icon
}

export const routes: readonly [Route, ...Route[]] = [
  { page: 'queue', title: 'Queue', icon: IconListDetails },
  { page: 'schedule', title: 'Schedule', icon: IconPlaylistAdd },
  { page: 'held-keys', title: 'Held keys', icon: IconKey },
  { page: 'handlers', title: 'Handlers', icon: IconScript },
]

export function hrefOf(page: PageName): string {
  return `#/${page}`
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** The page that the address names; the first one where it names none. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  return routes.find((route) => hrefOf(route.page) === hash) ?? routes[0]
}
