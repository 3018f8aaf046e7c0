import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('hashchange', tell)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('hashchange', tell)
  }
}

function split(hash: string): readonly [page: string, query: string] {
  const at = hash.indexOf('?')
  return at < 0 ? [hash, ''] : [hash.slice(0, at), hash.slice(at + 1)]
}

/** The page that an address names, without its parameters: `#/queue` of `#/queue?key=seller`. */
export function pageOfHash(hash: string): string {
  return split(hash)[0]
}

/** What the address says behind its page, as it stands there; stable while it does not change. */
export function useHashQuery(): string {
  return useSyncExternalStore(subscribe, () => split(window.location.hash)[1])
}

/** Without a step in the history: the page stays, and what is shown is what the address says. */
function show(page: string, parameters: URLSearchParams): void {
  const next = parameters.size === 0 ? page : `${page}?${parameters.toString()}`
  window.history.replaceState(null, '', next === '' ? '#' : next)
  tell()
}

/** @param changes by name; undefined takes one out */
export function changeHashParameters(changes: Readonly<Record<string, string | undefined>>): void {
  const [page, query] = split(window.location.hash)
  const parameters = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) parameters.delete(name)
    else parameters.set(name, value)
  }
  show(page, parameters)
}

/** The page's address without its parameters: what was taken from them is changed by hand now. */
export function dropHashParameters(): void {
  const [page, query] = split(window.location.hash)
  if (query !== '') show(page, new URLSearchParams())
}

/** `#/queue?key=a` */
export function hrefWith(page: string, parameters: Readonly<Record<string, string>>): string {
  return `#/${page}?${new URLSearchParams(parameters).toString()}`
}
