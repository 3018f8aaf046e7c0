import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  binOf,
  DURATION_BINS,
  LONGEST_MS,
  quantiles,
  RELATIVE_ERROR,
  SHORTEST_MS,
  valueOf,
} from '../../../src/runtime/charts/duration-bins'

/** Durations as they come: from a hundredth of a millisecond to a month, all sizes alike. */
const duration = fc
  .double({ min: Math.log(SHORTEST_MS), max: Math.log(LONGEST_MS), noNaN: true })
  .map((power) => Math.exp(power))
const shares = [0.5, 0.95, 0.99] as const

function countsOf(durations: readonly number[]): number[] {
  const counts = new Array<number>(DURATION_BINS).fill(0)
  for (const ms of durations) {
    const bin = binOf(ms)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

/** The nearest rank of the sorted values themselves. */
function exactly(durations: readonly number[], share: number): number {
  const sorted = [...durations].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(share * sorted.length - 1e-9)) - 1] ?? Number.NaN
}

function errorOf(told: number | undefined, exact: number): number {
  return Math.abs((told ?? Number.NaN) - exact) / exact
}

describe('Percentiles from bins', () => {
  it('tell every single duration within 5 %', () => {
    fc.assert(
      fc.property(duration, (ms) => {
        expect(errorOf(valueOf(binOf(ms)), ms)).toBeLessThanOrEqual(RELATIVE_ERROR + 1e-9)
      }),
    )
  })

  it('are within 5 % of the exact ones, of any durations', () => {
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 300 }), (durations) => {
        const told = quantiles(countsOf(durations), shares)
        shares.forEach((share, index) =>
          expect(errorOf(told?.[index], exactly(durations, share))).toBeLessThanOrEqual(
            RELATIVE_ERROR + 1e-9,
          ),
        )
      }),
    )
  })

  it('are the same whether spans are added or counted as one', () => {
    const some = fc.array(duration, { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(some, some, (one, other) => {
        const counts = countsOf(other)
        const sum = countsOf(one).map((count, bin) => count + (counts[bin] ?? 0))
        expect(quantiles(sum, shares)).toEqual(quantiles(countsOf([...one, ...other]), shares))
      }),
    )
  })

  it('keep any number in their range', () => {
    expect([0, -1, Number.NaN, SHORTEST_MS].map(binOf)).toEqual([0, 0, 0, 0])
    expect([LONGEST_MS, LONGEST_MS * 9, Number.POSITIVE_INFINITY].map(binOf)).toEqual(
      new Array<number>(3).fill(DURATION_BINS - 1),
    )
    expect(binOf(LONGEST_MS - 1)).toBe(DURATION_BINS - 1)
  })

  it('are undefined where nothing was counted', () => {
    expect(quantiles(countsOf([]), shares)).toBeUndefined()
  })
})
