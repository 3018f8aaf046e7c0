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
  // A job's moment of acceptance is kept in whole ms, so its id says which was first; the moment excludes the jobs of
  // another run of the queue, whose ids begin anew.
  const least = (minAgeMs === 0 ? -1 : minAgeMs) + now - at
  return (jobId, ageMs) => jobId < belowId && ageMs >= least
}

export function hasText({ text }: WaitingFilter, key: string): boolean {
  return text === '' || key.includes(text)
}
