import { z } from 'zod'
import { jobHold, jobLines } from '../job-details'
import { bulkActView } from '../bulk'
import { LIMITS } from '../limits'
import { countedMatches, finishedFilter, waitingFilter, waitingSearchView } from '../queue-filter'
import { issuedId } from '../ids'
import { finishedRow, problemRow, refusedRow, waitingRow } from '../queue'
import { nothing, ofProfile, range, withReason } from './common'

/** The jobs of this app. */
export const queueChannels = {
  'queue.waiting': {
    request: z.object({ ...ofProfile, ...range }),
    response: z.object({ version: z.number(), total: z.number(), rows: z.array(waitingRow) }),
  },
  'queue.finished': {
    /** Newest first. */
    request: z.object({ ...ofProfile, ...range, filter: finishedFilter.optional() }),
    response: z.object({ version: z.number(), total: z.number(), rows: z.array(finishedRow) }),
  },
  /** Begins a search; the one before it, and its rows, go. How far it is comes with the live state. */
  'queue.search': {
    request: z.object({ ...ofProfile, filter: waitingFilter }),
    response: waitingSearchView,
  },
  'queue.end-search': { request: z.object({ ...ofProfile, searchId: issuedId }), response: nothing },
  /** Waiting jobs that a search has found, in the order of their acceptance. */
  'queue.matches': {
    request: z.object({ ...ofProfile, searchId: issuedId, ...range }),
    response: z.object({ total: z.number(), rows: z.array(waitingRow) }),
  },
  'queue.refused': {
    request: z.object(ofProfile),
    response: z.object({ version: z.number(), rows: z.array(refusedRow) }),
  },
  'queue.problems': {
    request: z.object(ofProfile),
    response: z.object({ version: z.number(), rows: z.array(problemRow) }),
  },
  /** The whole argument of a job that waits, runs, or is among the finished ones; null when it is gone. */
  'queue.argument': {
    request: z.object({ ...ofProfile, jobId: z.number().int() }),
    response: z.object({ argument: z.string().nullable() }),
  },
  /** What Redis holds under the key of a job that waits, runs, or is among the finished ones. */
  'queue.hold': { request: z.object({ ...ofProfile, jobId: z.number().int() }), response: jobHold },
  /** What its handler wrote, from one line on; nothing where none is kept. */
  'queue.lines': {
    request: z.object({ ...ofProfile, jobId: z.number().int(), offset: z.number().int().min(0) }),
    response: jobLines,
  },
  /** A waiting job goes before all others; the last one that was moved runs first. */
  'queue.run-next': {
    request: z.object({ ...ofProfile, jobId: z.number().int() }),
    response: z.object({ outcome: z.enum(['moved', 'not-waiting']) }),
  },
  'queue.pause': { request: z.object({ ...ofProfile, ...withReason }), response: nothing },
  'queue.resume': { request: z.object(ofProfile), response: nothing },
  'queue.cancel': {
    request: z.object({ ...ofProfile, jobId: z.number().int() }),
    response: z.object({ outcome: z.enum(['removed', 'aborting', 'not-found']) }),
  },
  /** Waiting ones leave the queue, running ones are aborted. */
  'queue.cancel-jobs': {
    request: z.object({
      ...ofProfile,
      jobIds: z.array(z.number().int()).min(1).max(LIMITS.selected),
      ...withReason,
    }),
    response: bulkActView,
  },
  /** Cancels what was there and matched when a search counted it, and waits still when its turn comes. */
  'queue.cancel-matching': {
    request: z.object({ ...ofProfile, filter: waitingFilter, counted: countedMatches, ...withReason }),
    response: bulkActView,
  },
  /** Schedules finished jobs anew, each with its key, backoff and argument. */
  'queue.schedule-again': {
    request: z.object({ ...ofProfile, sequences: z.array(z.number().int()).min(1).max(LIMITS.selected) }),
    response: bulkActView,
  },
} as const
