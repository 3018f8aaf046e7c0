import type { WaitingFilter } from '../../../contract/queue-filter'

/** Whether a job is wanted, by its key and by the ms since its acceptance. */
export type WaitingMatch = (key: string, ageMs: number) => boolean

/**
 * @param filter as it was set
 * @param beforeMs only jobs that had been accepted so long ago
 */
export function matchWaiting({ text, minAgeMs }: WaitingFilter, beforeMs = 0): WaitingMatch {
  const least = minAgeMs + beforeMs
  return (key, ageMs) => ageMs >= least && (text === '' || key.includes(text))
}
