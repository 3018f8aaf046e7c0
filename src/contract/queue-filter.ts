import { z } from 'zod'
import { finishedRow } from './queue'

/** Contained in the key; empty matches all. */
const text = z.string().max(1_024)

export const waitingFilter = z.object({
  text,
  /** Accepted at least so long ago; 0 matches all. */
  minAgeMs: z.number().min(0),
})
export type WaitingFilter = z.infer<typeof waitingFilter>

export const finishedFilter = z.object({
  text,
  /** None named: all of them. */
  outcomes: z.array(finishedRow.shape.outcome).max(5),
  /** Contained in the script's file name; empty matches all. */
  handler: z.string().max(255),
  /** Ended at this moment or later; ms since the epoch. */
  from: z.number().optional(),
  /** Ended before this moment; ms since the epoch. */
  to: z.number().optional(),
})
export type FinishedFilter = z.infer<typeof finishedFilter>

/** What a search has counted: the matches among the jobs that had been accepted at one moment. */
export const countedMatches = z.object({
  matches: z.number().int().min(0),
  /** Jobs with a lower id had been accepted. */
  belowId: z.number().int().min(0),
  /** The moment that their ages were taken at; ms of the main process' monotonic clock. */
  at: z.number(),
})
export type CountedMatches = z.infer<typeof countedMatches>

/** A search among the waiting jobs: it goes on as they come and leave. */
export const waitingSearchView = z.object({
  searchId: z.string(),
  /** `searching` until all that wait were looked at once. */
  state: z.enum(['searching', 'done']),
  /** Grows whenever its rows change. */
  version: z.number(),
  /** Rows kept, in range of `queue.matches`. */
  rows: z.number(),
  /** Matches in all, kept or only counted. */
  matches: z.number(),
  /** What an act on all matches is for; undefined until all that wait were looked at once. */
  counted: countedMatches.optional(),
  /** Waiting jobs looked at so far, of how many. */
  searched: z.number(),
  total: z.number(),
})
export type WaitingSearchView = z.infer<typeof waitingSearchView>
