import type { CountedMatches, WaitingFilter } from '../../../contract/queue-filter'

/** A moment in the life of a queue, by which its jobs are judged whenever they are looked at. */
export type QueueMoment = Pick<CountedMatches, 'belowId' | 'at'>

/** Judges a job by its id, and by the ms since its acceptance as they are now. */
export type WasThere = (jobId: number, ageMs: number) => boolean

/**
 * Whether a job had been accepted at a moment, and was old enough then.
 * @param now monotonic ms
 */
export function wasThere({ minAgeMs }: WaitingFilter, { belowId, at }: QueueMoment, now: number): WasThere {
  const least = minAgeMs + now - at
  // A job's moment of acceptance is kept in whole ms: where no age is asked for, its id alone is exact.
  return (jobId, ageMs) => jobId < belowId && (minAgeMs === 0 || ageMs >= least)
}

export function hasText({ text }: WaitingFilter, key: string): boolean {
  return text === '' || key.includes(text)
}
