import { useEffect, useState, type FocusEvent } from 'react'
import { useDialogOpen } from '../open-dialogs'

interface HoldHandlers {
  readonly onPointerEnter: () => void
  readonly onPointerLeave: () => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
}

/**
 * Holds a table still while the pointer or the keyboard is on it, rows are marked, or a dialog is open: what is
 * under the pointer stays what it was.
 * @param hold told when it begins and when it ends; undefined: the table is never held
 */
export function useHold(hold: ((on: boolean) => void) | undefined, marked: boolean): HoldHandlers {
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const asked = useDialogOpen()
  const held = pointed || focused || marked || asked
  useEffect(() => hold?.(held), [hold, held])
  return {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    // A click leaves the focus in the table, too; only the keyboard's shows, and only that holds.
    onFocus: (event) => setFocused(event.target.matches(':focus-visible')),
    onBlur: () => setFocused(false),
  }
}
