import { useEffect, useEffectEvent } from 'react'

/** Saves by Ctrl+S and ⌘S, wherever the focus is on the page; not under a dialog. */
export function useSaveKey(save: () => void): void {
  const run = useEffectEvent(save)
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isSave = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's'
      // The editor has keys of its own, and has then saved already.
      if (!isSave || event.defaultPrevented) return
      event.preventDefault()
      if (event.target instanceof Element && event.target.closest('[role="dialog"]')) return
      run()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
