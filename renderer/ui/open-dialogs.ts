import { useEffect, useSyncExternalStore } from 'react'

let opened = 0
const listeners = new Set<() => void>()

function change(by: number): void {
  opened += by
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Counts a dialog while it is open. */
export function useCountDialog(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined
    change(1)
    return () => change(-1)
  }, [isOpen])
}

/** Whether any dialog is open. */
export function useDialogOpen(): boolean {
  return useSyncExternalStore(subscribe, () => opened > 0)
}
