import { useSyncExternalStore } from 'react'
import type { TimeZone } from '../../src/contract/preferences'

let current: TimeZone = 'local'
const listeners = new Set<() => void>()

/** The zone in which moments are told. */
export function chosenTimeZone(): TimeZone {
  return current
}

export function setTimeZone(zone: TimeZone): void {
  if (zone === current) return
  current = zone
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** The shell asks for it and draws all pages anew when it changes; what keeps its drawing must ask for it too. */
export function useTimeZone(): TimeZone {
  return useSyncExternalStore(subscribe, chosenTimeZone)
}
