/**
 * `failures`: what failed, a line each, for the end of the output: of a long run only that is read, or kept.
 * @typedef {{ readonly passed: number, readonly failed: number, readonly failures?: readonly string[] }} Tally
 */

/** @type {Required<Tally>} */
export const NOTHING = { passed: 0, failed: 0, failures: [] }

/**
 * @param {readonly Tally[]} tallies
 * @returns {Required<Tally>}
 */
export const sum = (tallies) =>
  tallies.reduce(
    (/** @type {Required<Tally>} */ all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      failures: [...all.failures, ...(one.failures ?? [])],
    }),
    NOTHING,
  )

/**
 * What a runner's report says, held against how the runner ended: a runner that failed, or that ran nothing, is a
 * failure even where no test of its own is.
 * @param {Tally} tally
 * @param {number | null} exitCode
 * @returns {Tally}
 */
export function judge(tally, exitCode) {
  const ranNothing = tally.passed + tally.failed === 0
  return tally.failed === 0 && (exitCode !== 0 || ranNothing) ? { ...tally, failed: 1 } : tally
}
