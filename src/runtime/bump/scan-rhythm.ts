/** When what happens after a bump is no longer counted. */
export const WATCHED_MS = 600_000
/** A pass may take this part of the time at most. */
const SHARE = 20

/**
 * How long to wait before the holds are counted again: 5 s in the first minute, then 15 s, from the third minute on
 * 30 s; and where a pass is long, so long that counting takes at most a twentieth of the time.
 *
 * @param sinceMs since the bump
 * @param passMs how long the last pass took
 */
export function pauseBeforeNextPass(sinceMs: number, passMs: number): number {
  const wanted = sinceMs < 60_000 ? 5_000 : sinceMs < 180_000 ? 15_000 : 30_000
  return Math.max(wanted, passMs * (SHARE - 1))
}
