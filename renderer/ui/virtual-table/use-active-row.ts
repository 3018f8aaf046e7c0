import { useState, type KeyboardEvent } from 'react'
import { ROW_HEIGHT } from './column'

interface ActiveRowOptions {
  readonly count: number
  /** Px of rows in view. */
  readonly viewHeight: () => number
  readonly scrollTo: (index: number) => void
  readonly onOpen: (index: number) => void
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

/** The row that the keyboard is on: arrows, Page Up and Down, Home and End move it; Enter opens it. */
export function useActiveRow(options: ActiveRowOptions): ActiveRow {
  const [index, setIndex] = useState(0)
  const { count } = options
  const current = Math.min(index, Math.max(0, count - 1))

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // Keys in a button of a row belong to that button.
    if (event.target !== event.currentTarget || count === 0) return
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
    setIndex(bounded)
    options.scrollTo(bounded)
  }

  return { index: current, setIndex, onKeyDown }
}
