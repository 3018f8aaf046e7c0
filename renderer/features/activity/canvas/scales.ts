import type uPlot from 'uplot'
import type { Chart } from '../charts'

/** Ms that an operator thinks in: ten by ten up to seconds, then minutes, hours and days. */
const durationTicks = [
  0.01, 0.1, 1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000, 86_400_000, 864_000_000,
  8_640_000_000,
]
const quietTimes: [number, number] = [1, 10_000]

/** The axis from its first to its last value. @param min, max null where nothing is drawn */
export function rangeOf(scale: Chart['scale'], min: number | null, max: number | null): [number, number] {
  if (scale === 'log') {
    if (min === null || max === null || !(min > 0)) return quietTimes
    const low = durationTicks.findLast((tick) => tick <= min) ?? min / 2
    const high = durationTicks.find((tick) => tick >= max * 1.05 && tick > low) ?? max * 2
    return [low, high]
  }
  const top = (max ?? 0) * 1.1
  return [0, top > 0 ? (scale === 'whole' ? Math.max(2, top) : top) : 1]
}

const wholeSteps = [1, 2, 5].flatMap((digit) => Array.from({ length: 9 }, (_, power) => digit * 10 ** power))

/** Where the axis has its numbers. */
export function splitsOf(scale: Chart['scale']): Pick<uPlot.Axis, 'splits' | 'filter' | 'incrs'> {
  if (scale === 'whole') return { incrs: wholeSteps.sort((a, b) => a - b) }
  if (scale === 'linear') return {}
  return {
    splits: (plot, _axis, min, max) =>
      thinned(
        durationTicks.filter((tick) => tick >= min && tick <= max),
        plot,
      ),
    filter: (_plot, splits) => splits,
  }
}

/** Every one, every second or every third, as many as there is room for. */
function thinned(ticks: readonly number[], plot: uPlot): number[] {
  const room = Math.max(2, Math.floor(plot.height / 24))
  const every = Math.ceil(ticks.length / room)
  return ticks.filter((_, index) => index % every === 0)
}
