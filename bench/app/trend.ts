/** A straight line through samples, by least squares. */
export interface Trend {
  /** How much the line rises from the first sample to the last. */
  readonly growth: number
  /** Between which the samples lie around the line: 95 % of them, if they scatter by chance. */
  readonly noise: number
}

/** @param samples of equal distance */
export function trendOf(samples: readonly number[]): Trend {
  const count = samples.length
  const middle = (count - 1) / 2
  const mean = samples.reduce((sum, value) => sum + value, 0) / count
  let along = 0
  let spread = 0
  samples.forEach((value, at) => {
    along += (at - middle) * (value - mean)
    spread += (at - middle) ** 2
  })
  const slope = along / spread
  const squares = samples.reduce((sum, value, at) => sum + (value - mean - slope * (at - middle)) ** 2, 0)
  return { growth: slope * (count - 1), noise: 4 * Math.sqrt(squares / (count - 2)) }
}
