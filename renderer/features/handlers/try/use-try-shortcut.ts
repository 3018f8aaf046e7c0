import { useEffect, useRef } from 'react'

/** Ctrl + Enter (⌘ + Enter) anywhere on the page, the editor included, as long as no dialog asks for something. */
export function useTryShortcut(start: () => void): void {
  const current = useRef(start)
  useEffect(() => {
    current.current = start
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return
      if (document.querySelector('[role="dialog"]')) return
      event.preventDefault()
      event.stopPropagation()
      current.current()
    }
    // Before the editor, whose own key would put in a line.
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [])
}
