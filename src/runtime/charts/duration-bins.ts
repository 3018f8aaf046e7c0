/**
 * Durations counted in bins whose width grows with the value, after Masson, Rim and Lee, "DDSketch: A fast and
 * fully-mergeable quantile sketch with relative-error guarantees" (PVLDB 12(12), 2019): bin i holds what lies in
 * (γ^(i-1), γ^i], and is told as the one value that is nowhere in it further off than `RELATIVE_ERROR`. The bins of
 * two spans of time are added number by number, and percentiles of the sum are as exact as those of each.
 * The paper's sketch grows with its values; here the range is given, so that memory is too.
 */
export const RELATIVE_ERROR = 0.05

/** Ms. What is shorter counts as this. */
export const SHORTEST_MS = 0.01
/** 30 days. What is longer counts as this. */
export const LONGEST_MS = 30 * 24 * 3_600_000

const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
const BINS_PER_E = 1 / Math.log(GROWTH)
const LOWEST = Math.ceil(Math.log(SHORTEST_MS) * BINS_PER_E)
const HIGHEST = Math.ceil(Math.log(LONGEST_MS) * BINS_PER_E)

/** Bins there are. */
export const DURATION_BINS = HIGHEST - LOWEST + 1

/** The bin of a duration. @param ms any number */
export function binOf(ms: number): number {
  if (!(ms > SHORTEST_MS)) return 0
  if (ms >= LONGEST_MS) return DURATION_BINS - 1
  return Math.ceil(Math.log(ms) * BINS_PER_E) - LOWEST
}

/** What a bin is told as; ms. */
export function valueOf(bin: number): number {
  return (2 * GROWTH ** (bin + LOWEST)) / (GROWTH + 1)
}

/**
 * The values below which (or at which) these shares of all counted durations lie; ms.
 * @param counts of each bin
 * @param shares rising, above 0 and at most 1
 * @returns one value a share; undefined where nothing was counted
 */
export function quantiles(counts: ArrayLike<number>, shares: readonly number[]): number[] | undefined {
  let total = 0
  for (let bin = 0; bin < DURATION_BINS; bin += 1) total += counts[bin] ?? 0
  if (total === 0) return undefined
  const values: number[] = []
  let bin = 0
  let reached = counts[0] ?? 0
  for (const share of shares) {
    // A whole number: 0.95 * 20 is a little more than 19.
    const rank = Math.max(1, Math.ceil(share * total - 1e-9))
    while (reached < rank) {
      bin += 1
      reached += counts[bin] ?? 0
    }
    values.push(valueOf(bin))
  }
  return values
}
