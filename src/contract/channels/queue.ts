import { z } from 'zod'
import { jobHold, jobLines } from '../job-details'
import { finishedRow, problemRow, refusedRow, waitingRow } from '../queue'
import { nothing, ofProfile, range } from './common'

/** The jobs of this app. */
export const queueChannels = {
  'queue.waiting': {
    request: z.object({ ...ofProfile, ...range }),
    response: z.object({ version: z.number(), total: z.number(), rows: z.array(waitingRow) }),
  },
  'queue.finished': {
    /** Newest first. */
    request: z.object({ ...ofProfile, ...range }),
    response: z.object({ version: z.number(), total: z.number(), rows: z.array(finishedRow) }),
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
    request: z.object({ ...ofProfile, jobId: z.number() }),
    response: z.object({ argument: z.string().nullable() }),
  },
  /** What Redis holds under the key of a job that waits, runs, or is among the finished ones. */
  'queue.hold': { request: z.object({ ...ofProfile, jobId: z.number() }), response: jobHold },
  /** What its handler wrote, from one line on; nothing where none is kept. */
  'queue.lines': {
    request: z.object({ ...ofProfile, jobId: z.number(), offset: z.number().int().min(0) }),
    response: jobLines,
  },
  /** A waiting job goes before all others; the last one that was moved runs first. */
  'queue.run-next': {
    request: z.object({ ...ofProfile, jobId: z.number() }),
    response: z.object({ outcome: z.enum(['moved', 'not-waiting']) }),
  },
  'queue.pause': { request: z.object(ofProfile), response: nothing },
  'queue.resume': { request: z.object(ofProfile), response: nothing },
  'queue.cancel': {
    request: z.object({ ...ofProfile, jobId: z.number() }),
    response: z.object({ outcome: z.enum(['removed', 'aborting', 'not-found']) }),
  },
} as const
