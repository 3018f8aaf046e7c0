import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

const currentHash = (): string => window.location.hash

/** What stands behind the page in an address such as `#/held-keys?key=a`. */
export function hashParameters(hash: string): URLSearchParams {
  const [, query = ''] = hash.split(/\?(.*)/s)
  return new URLSearchParams(query)
}

/** The address behind the `#`; the component is drawn again when it changes. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, currentHash)
}

/** The page's address without its parameters: what was taken from them is changed by hand now. */
export function dropHashParameters(): void {
  const [page = ''] = currentHash().split('?')
  if (page !== currentHash()) window.history.replaceState(null, '', page)
}

/** `#/queue?key=a` */
export function hrefWith(page: string, parameters: Readonly<Record<string, string>>): string {
  return `#/${page}?${new URLSearchParams(parameters).toString()}`
}
