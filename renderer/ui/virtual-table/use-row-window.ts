import { useCallback, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { ROW_HEIGHT } from './column'
import { rowWindow, scrollTopFor, type RowWindow, type ScrollPlace } from './row-window'

interface UsedRowWindow extends RowWindow {
  /** Of the element that scrolls. */
  readonly ref: RefObject<HTMLDivElement | null>
  /** Brings a row into view. */
  readonly scrollTo: (index: number) => void
  /** Px of rows in view. */
  readonly viewHeight: () => number
}

/** The rows that are in view of a scrolling element whose first row's height is taken by a header that stays. */
export function useRowWindow(count: number): UsedRowWindow {
  const ref = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<ScrollPlace>({ scrollTop: 0, viewHeight: 0 })

  const take = useEffectEvent((now: ScrollPlace) =>
    setPlace((known) => (showsTheSame(known, now, count) ? known : now)),
  )
  useLayoutEffect(() => {
    const scroller = ref.current
    if (!scroller) return undefined
    const look = (): void => take(placeOf(scroller))
    look()
    scroller.addEventListener('scroll', look, { passive: true })
    const observer = new ResizeObserver(look)
    observer.observe(scroller)
    return () => {
      scroller.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [])

  const scrollTo = (index: number): void => {
    const scroller = ref.current
    if (scroller) scroller.scrollTop = scrollTopFor(index, placeOf(scroller), count)
  }
  const viewHeight = useCallback(() => (ref.current ? placeOf(ref.current).viewHeight : 0), [])
  return { ...rowWindow(place, count), ref, scrollTo, viewHeight }
}

function placeOf(scroller: HTMLElement): ScrollPlace {
  return { scrollTop: scroller.scrollTop, viewHeight: Math.max(0, scroller.clientHeight - ROW_HEIGHT) }
}

/** What a place shows of other rows than these follows from its height: that is kept up whatever it shows now. */
function showsTheSame(a: ScrollPlace, b: ScrollPlace, count: number): boolean {
  if (a.viewHeight !== b.viewHeight) return false
  const [shown, wanted] = [rowWindow(a, count), rowWindow(b, count)]
  return shown.first === wanted.first && shown.last === wanted.last && shown.shift === wanted.shift
}
