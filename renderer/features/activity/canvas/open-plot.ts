import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Chart, ChartLine } from '../charts'
import { isolated } from '../model'
import { placeOf, rangeOf, splitsOf, valueAt } from './scales'
import { timeLabels } from './time-labels'

const font = "11px 'Inter Variable', sans-serif"

/** A colour of the theme as it is now. */
function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--kh-chart-${name}`).trim()
}

export interface PlotEvents {
  /** The pointer is at this moment; undefined: it has left. */
  readonly onPoint: (index: number | undefined) => void
  readonly onChoose: (index: number) => void
}

export interface PlotOptions extends PlotEvents {
  readonly parent: HTMLElement
  readonly chart: Chart
  readonly at: readonly number[]
}

export function dataOf(chart: Chart, at: readonly number[]): uPlot.AlignedData {
  return [[...at], ...chart.lines.map(({ drawn }) => drawn.map((value) => placeOf(chart.scale, value)))]
}

/** Draws a chart into its parent. Colours are read at each drawing: `redraw` follows a change of the theme. */
export function openPlot({ parent, chart, at, onPoint, onChoose }: PlotOptions): uPlot {
  const plot = new uPlot(
    {
      width: Math.max(1, parent.clientWidth),
      height: Math.max(1, parent.clientHeight),
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        // By default a click that follows a drag is kept from others, and each looks so: no drag is seen here.
        drag: { x: false, y: false, click: () => undefined },
        points: { size: 6 },
        // The page says where the cursor is: for all charts alike, by pointer or by keyboard.
        bind: {
          mousemove: () => null,
          mouseenter: () => null,
          mouseleave: () => null,
          mousedown: () => null,
          mouseup: () => null,
          click: () => null,
          dblclick: () => null,
        },
      },
      scales: {
        x: { time: true, range: (_plot, min, max) => [min, max] },
        y: { range: (_plot, min, max) => rangeOf(chart.scale, min, max) },
      },
      axes: [
        axis({
          size: 24,
          space: 72,
          values: (_plot, splits, _axis, _space, step) => timeLabels(splits, step),
        }),
        axis({
          size: 60,
          space: 24,
          values: (_plot, splits) => splits.map((place) => chart.formatTick(valueAt(chart.scale, place))),
          ...splitsOf(chart.scale),
        }),
      ],
      series: [{}, ...chart.lines.map(seriesOf)],
    },
    dataOf(chart, at),
    parent,
  )
  const indexAt = (event: MouseEvent): number =>
    plot.posToIdx(event.clientX - plot.over.getBoundingClientRect().left)
  plot.over.addEventListener('pointermove', (event) => onPoint(indexAt(event)))
  plot.over.addEventListener('pointerleave', () => onPoint(undefined))
  plot.over.addEventListener('click', (event) => onChoose(indexAt(event)))
  return plot
}

/** Puts the cursor at a moment, after what else was changed in this turn; undefined: takes it away. */
export function placeCursor(plot: uPlot, index: number | undefined): void {
  queueMicrotask(() => {
    const last = plot.data[0].length - 1
    const width = plot.bbox.width / uPlot.pxRatio
    const left = index === undefined || last < 1 ? -10 : (index / last) * width
    plot.setCursor({ left, top: 0 }, false)
  })
}

function axis(options: uPlot.Axis): uPlot.Axis {
  return {
    stroke: () => color('label'),
    font,
    gap: 6,
    grid: { stroke: () => color('grid'), width: 1 },
    ticks: { show: false },
    ...options,
  }
}

function seriesOf(line: ChartLine): uPlot.Series {
  const stroke = (): string => color(line.tone)
  return {
    stroke,
    width: 1.5,
    dash: [...line.dash],
    // Two more digits: see-through.
    ...(line.filled ? { fill: () => `${stroke()}1f` } : {}),
    points: {
      show: false,
      size: 4,
      stroke,
      fill: stroke,
      filter: (plot, series) => {
        const alone = isolated(plot.data[series] ?? [])
        return alone.length > 0 ? alone : null
      },
    },
  }
}
