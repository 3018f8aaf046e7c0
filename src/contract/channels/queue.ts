import { z } from 'zod'
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
  'queue.pause': { request: z.object(ofProfile), response: nothing },
  'queue.resume': { request: z.object(ofProfile), response: nothing },
  'queue.cancel': {
    request: z.object({ ...ofProfile, jobId: z.number() }),
    response: z.object({ outcome: z.enum(['removed', 'aborting', 'not-found']) }),
  },
} as const
