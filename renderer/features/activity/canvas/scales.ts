import type uPlot from 'uplot'
import type { Chart } from '../charts'

/** Ms that an operator thinks in: ten by ten up to seconds, then minutes, hours and days. */
const durationTicks = [
  0.01, 0.1, 1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000, 86_400_000, 864_000_000,
  8_640_000_000,
]
const quietTimes: [number, number] = [1, 10_000]

/** Where a value is drawn along the axis: durations by their size, so that 1 ms and 1 h are both to be read. */
export function placeOf(scale: Chart['scale'], value: number | null): number | null {
  return scale === 'log' && value !== null ? Math.log10(value) : value
}

export function valueAt(scale: Chart['scale'], place: number): number {
  return scale === 'log' ? Number((10 ** place).toPrecision(6)) : place
}

/** The axis from its first to its last place. @param min, max null where nothing is drawn */
export function rangeOf(scale: Chart['scale'], min: number | null, max: number | null): [number, number] {
  if (scale === 'log') {
    const [low, high] = durationRange(min, max)
    return [Math.log10(low), Math.log10(high)]
  }
  const top = (max ?? 0) * 1.1
  if (!(top > 0)) return [0, 1]
  return [0, scale === 'whole' ? Math.max(2, top) : top]
}

function durationRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return quietTimes
  const low = durationTicks.findLast((tick) => tick <= 10 ** min) ?? durationTicks[0] ?? 1
  const high = durationTicks.find((tick) => tick >= 10 ** max * 1.05 && tick > low) ?? 10 ** max * 2
  return [low, high]
}

const wholeSteps = Array.from(
  { length: 27 },
  (_, index) => ([1, 2, 5][index % 3] ?? 1) * 10 ** Math.floor(index / 3),
)

/** Where the axis has its numbers. */
export function splitsOf(scale: Chart['scale']): Pick<uPlot.Axis, 'splits' | 'incrs'> {
  if (scale === 'whole') return { incrs: wholeSteps }
  if (scale === 'linear') return {}
  return {
    splits: (plot, _axis, min, max) => {
      const places = durationTicks.map(Math.log10)
      return thinned(
        places.filter((place) => place >= min - 1e-9 && place <= max + 1e-9),
        plot,
      )
    },
  }
}

/** Every one, every second or every third, as many as there is room for. */
function thinned(ticks: readonly number[], plot: uPlot): number[] {
  const room = Math.max(2, Math.floor(plot.height / 24))
  const every = Math.ceil(ticks.length / room)
  return ticks.filter((_, index) => index % every === 0)
}
