import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import type uPlot from 'uplot'
import type { Chart } from '../charts'
import classes from '../activity.module.css'
import { dataOf, openPlot, placeCursor, type PlotEvents } from './open-plot'

export interface TimeCanvasProps extends PlotEvents {
  readonly chart: Chart
  readonly at: readonly number[]
  /** The moment that the cursor is at. */
  readonly index: number | undefined
}

/** The drawing of a chart: follows its data, its size, the cursor of the page and the theme. */
export function TimeCanvas(props: TimeCanvasProps): ReactNode {
  const { chart, at, index } = props
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const latest = useRef(props)

  useLayoutEffect(() => {
    latest.current = props
  })
  useLayoutEffect(() => {
    const parent = frame.current
    if (!parent) return
    const opened = openPlot({
      ...latest.current,
      parent,
      onPoint: (pointed) => latest.current.onPoint(pointed),
      onChoose: (chosen) => latest.current.onChoose(chosen),
    })
    plot.current = opened
    const unfollow = [followSize(opened, parent, () => latest.current.index), followTheme(opened)]
    return () => {
      for (const end of unfollow) end()
      plot.current = null
      opened.destroy()
    }
  }, [])
  useEffect(() => {
    plot.current?.setData(dataOf(chart, at))
  }, [chart, at])
  useEffect(() => {
    if (plot.current) placeCursor(plot.current, index)
  }, [chart, at, index])
  return <div ref={frame} className={classes.canvas} aria-hidden="true" />
}

function followSize(plot: uPlot, parent: HTMLElement, index: () => number | undefined): () => void {
  const observer = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = parent
    if (width === plot.width && height === plot.height) return
    plot.setSize({ width: Math.max(1, width), height: Math.max(1, height) })
    placeCursor(plot, index())
  })
  observer.observe(parent)
  return () => observer.disconnect()
}

function followTheme(plot: uPlot): () => void {
  const observer = new MutationObserver(() => plot.redraw(false))
  observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
  return () => observer.disconnect()
}
