import { useEffect, useState, type FocusEvent, type PointerEvent } from 'react'
import { useDialogOpen } from '../open-dialogs'

interface HoldHandlers {
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerLeave: () => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
}

/**
 * Holds a table still while the pointer or the keyboard is on it, rows are marked, or a dialog is open: what is
 * under the pointer stays what it was.
 * @param hold told when it begins and when it ends; undefined: the table is never held
 * @param rows.marked some are, for an act
 * @param rows.empty there are none: nothing can be pointed at
 */
export function useHold(
  hold: ((on: boolean) => void) | undefined,
  rows: { readonly marked: boolean; readonly empty: boolean },
): HoldHandlers {
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const asked = useDialogOpen()
  const held = pointed || focused || rows.marked || asked
  useEffect(() => hold?.(held), [hold, held])
  return {
    // Only a pointer that moves: rows that come to lie under one that rests were not pointed at.
    onPointerMove: ({ movementX, movementY }) => {
      if (!rows.empty && (movementX !== 0 || movementY !== 0)) setPointed(true)
    },
    onPointerLeave: () => setPointed(false),
    // A click leaves the focus in the table, too; only the keyboard's shows, and only that holds.
    onFocus: (event) => setFocused(event.target.matches(':focus-visible')),
    onBlur: () => setFocused(false),
  }
}
