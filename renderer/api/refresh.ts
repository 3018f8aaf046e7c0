import { useSyncExternalStore } from 'react'

/** How often lists and charts are read again: as they change, each so many seconds, or only when asked. */
export type RefreshRate = 'live' | 1 | 2 | 5 | 10 | 30 | 'off'

export const refreshRates: readonly RefreshRate[] = ['live', 1, 2, 5, 10, 30, 'off']

export function isRefreshRate(value: unknown): value is RefreshRate {
  return refreshRates.some((rate) => rate === value)
}

/** Ms between two fetches of the same page while its list keeps changing. */
const LIVE_INTERVAL = 250

const storageName = 'keyhold.refresh-rate'
const listeners = new Set<() => void>()

function stored(): RefreshRate {
  // Absent where the code runs without a page.
  const text = typeof localStorage === 'undefined' ? null : localStorage.getItem(storageName)
  const value: unknown = text === 'live' || text === 'off' ? text : Number(text)
  return isRefreshRate(value) ? value : 'live'
}

let rate: RefreshRate = stored()

export function refreshRate(): RefreshRate {
  return rate
}

/** Remembered for the next start. */
export function setRefreshRate(next: RefreshRate): void {
  rate = next
  if (typeof localStorage !== 'undefined') localStorage.setItem(storageName, String(next))
  for (const listener of listeners) listener()
}

/** @returns unsubscribes */
export function onRefreshRate(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useRefreshRate(): RefreshRate {
  return useSyncExternalStore(onRefreshRate, refreshRate)
}

/** Ms that a page of a list that keeps changing is left as it is; undefined: until it is asked for. */
export function refreshIntervalMs(): number | undefined {
  if (rate === 'off') return undefined
  return rate === 'live' ? LIVE_INTERVAL : rate * 1_000
}

/** Ms after which rows that age are read again though their list has not changed; false: not by themselves. */
export function ageIntervalMs(agesInMs: number | undefined): number | false {
  const interval = refreshIntervalMs()
  return agesInMs === undefined || interval === undefined ? false : Math.max(agesInMs, interval)
}

/** Of a query that is no list and is read when the operator asks for it, as lists are. */
export const refreshedWhenAsked = { refreshedWhenAsked: true }

export function isRefreshedWhenAsked(meta: Readonly<Record<string, unknown>> | undefined): boolean {
  return meta?.['refreshedWhenAsked'] === true
}

const askedListeners = new Set<() => void>()

/** Called when the operator wants to see what is there now. @returns unsubscribes */
export function onRefreshAsked(listener: () => void): () => void {
  askedListeners.add(listener)
  return () => askedListeners.delete(listener)
}

/** Shows what is there now, whatever the rate, in lists that are held still as well. */
export function refreshNow(): void {
  for (const listener of askedListeners) listener()
}
