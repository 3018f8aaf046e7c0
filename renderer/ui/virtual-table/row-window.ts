import { ROW_HEIGHT } from './column'

/** Rows drawn above and below those in view: a short scroll finds them there. */
const OVERSCAN = 6
/**
 * Px; the highest body. A browser cannot lay out much more than this. Lists that are longer move by more than a px for
 * each px of the scroll bar.
 */
const HIGHEST_BODY = 32_000_000

/** Where a scrolled list stands; px. */
export interface ScrollPlace {
  readonly scrollTop: number
  /** Of the rows, without what lies over them. */
  readonly viewHeight: number
}

/** The rows to draw, both inclusive. */
export interface RowWindow {
  readonly first: number
  /** Less than `first` where there are none. */
  readonly last: number
  /** Px to add to a row's own place; 0 where the body is as high as its rows. */
  readonly shift: number
}

/** Px of the body that holds the rows. */
export function bodyHeight(count: number): number {
  return Math.min(count * ROW_HEIGHT, HIGHEST_BODY)
}

/** Px of rows that one px of the scroll bar stands for. */
function scaleOf(count: number, viewHeight: number): number {
  const height = bodyHeight(count)
  const rows = count * ROW_HEIGHT
  return height === rows ? 1 : (rows - viewHeight) / Math.max(1, height - viewHeight)
}

/** Which rows are in view. Each is as high as the others: nothing is kept or walked per row. */
export function rowWindow({ scrollTop, viewHeight }: ScrollPlace, count: number): RowWindow {
  const top = scrollTop * scaleOf(count, viewHeight)
  const first = Math.floor(top / ROW_HEIGHT) - OVERSCAN
  const last = Math.ceil((top + viewHeight) / ROW_HEIGHT) - 1 + OVERSCAN
  // A list that has just become shorter is still scrolled to where it no longer has rows.
  return {
    first: Math.max(0, Math.min(first, count - 1)),
    last: Math.min(count - 1, last),
    shift: scrollTop - top,
  }
}

/** Where to scroll to for a row to be in view; where it is already, nothing moves. */
export function scrollTopFor(index: number, { scrollTop, viewHeight }: ScrollPlace, count: number): number {
  const scale = scaleOf(count, viewHeight)
  const top = scrollTop * scale
  const rowTop = index * ROW_HEIGHT
  if (rowTop < top) return rowTop / scale
  if (rowTop + ROW_HEIGHT > top + viewHeight) return (rowTop + ROW_HEIGHT - viewHeight) / scale
  return scrollTop
}
