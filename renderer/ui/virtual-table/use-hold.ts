import {
  useEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react'
import { isFocusGiven } from '../focus-keeper'
import { useDialogOpen } from '../open-dialogs'

interface HoldHandlers {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
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
  const ref = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const asked = useDialogOpen()
  const held = pointed || focused || rows.marked || asked
  useEffect(() => hold?.(held), [hold, held])
  useEffect(() => (pointed ? onceElsewhere(ref.current, () => setPointed(false)) : undefined), [pointed])
  useEffect(() => (focused ? onceUnfocused(ref.current, () => setFocused(false)) : undefined), [focused])
  return {
    ref,
    // Only a pointer that moves: rows that come to lie under one that rests were not pointed at.
    onPointerMove: ({ currentTarget, target, movementX, movementY }) => {
      const moved = movementX !== 0 || movementY !== 0
      if (!rows.empty && moved && isWithin(currentTarget, target)) setPointed(true)
    },
    // A click leaves the focus in the table, too; only the keyboard's shows, and only that holds. What was given to
    // the table after an act holds nothing before it is used: the act is to be seen.
    onFocus: ({ currentTarget, target }) =>
      setFocused(!isFocusGiven() && isWithin(currentTarget, target) && target.matches(':focus-visible')),
    onBlur: () => setFocused(false),
    onKeyDown: ({ currentTarget, target }) => {
      if (isWithin(currentTarget, target)) setFocused(true)
    },
  }
}

/** False for what a part of the table draws elsewhere: a dialog's events are heard here, too. */
function isWithin(table: HTMLElement, target: EventTarget | null): boolean {
  return target instanceof Node && table.contains(target)
}

/**
 * The pointer is over something else: heard at the root, since what it was on may have gone without a word (a row,
 * a dialog of the table).
 */
function onceElsewhere(table: HTMLElement | null, left: () => void): (() => void) | undefined {
  if (!table) return undefined
  const root = document.documentElement
  const over = ({ target }: Event): void => {
    if (!isWithin(table, target)) left()
  }
  root.addEventListener('pointerover', over)
  root.addEventListener('pointerleave', left)
  return () => {
    root.removeEventListener('pointerover', over)
    root.removeEventListener('pointerleave', left)
  }
}

/** What had the focus may go (a button whose rows are no more): no event tells. */
function onceUnfocused(table: HTMLElement | null, left: () => void): (() => void) | undefined {
  if (!table) return undefined
  const observer = new MutationObserver(() => {
    if (!table.contains(document.activeElement)) left()
  })
  observer.observe(table, { childList: true, subtree: true })
  return () => observer.disconnect()
}
