import { useState, type KeyboardEvent } from 'react'
import { ROW_HEIGHT } from './column'

interface ActiveRowOptions {
  readonly count: number
  /** Px of rows in view. */
  readonly viewHeight: () => number
  readonly scrollTo: (index: number) => void
  readonly onOpen: (index: number) => void
  /** What marks rows by keyboard; undefined where they cannot be marked. */
  readonly marking?: RowMarking | undefined
}

export interface RowMarking {
  readonly toggle: (index: number) => void
  readonly addRange: (first: number, last: number) => void
  readonly all: () => void
  /** @returns whether there was anything to unmark */
  readonly none: () => boolean
}

export interface ActiveRow {
  readonly index: number
  readonly setIndex: (index: number) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** Where a key leads from a row; undefined for keys that do not move. */
function destination(key: string, from: number, page: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return from + 1
    case 'ArrowUp':
      return from - 1
    case 'PageDown':
      return from + page
    case 'PageUp':
      return from - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

/** Whether a key marks rows: Space one, Control + A all, Escape none. */
function marks(event: KeyboardEvent, current: number, marking: RowMarking): boolean {
  if (event.key === ' ') marking.toggle(current)
  else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) marking.all()
  else if (event.key === 'Escape') return marking.none()
  else return false
  return true
}

/**
 * The row that the keyboard is on: arrows, Page Up and Down, Home and End move it; Enter opens it. Where rows can be
 * marked, Space marks, Shift with a move marks all on the way; elsewhere Space opens.
 */
export function useActiveRow(options: ActiveRowOptions): ActiveRow {
  const [index, setIndex] = useState(0)
  const { count, marking } = options
  const current = Math.min(index, Math.max(0, count - 1))

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // Keys in a button of a row belong to that button.
    if (event.target !== event.currentTarget || count === 0) return
    if (marking && marks(event, current, marking)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      options.onOpen(current)
      return
    }
    const page = Math.max(1, Math.floor(options.viewHeight() / ROW_HEIGHT) - 1)
    const target = destination(event.key, current, page, count)
    if (target === undefined) return
    event.preventDefault()
    const bounded = Math.min(count - 1, Math.max(0, target))
    if (event.shiftKey) marking?.addRange(Math.min(current, bounded), Math.max(current, bounded))
    setIndex(bounded)
    options.scrollTo(bounded)
  }

  return { index: current, setIndex, onKeyDown }
}
