import { z } from 'zod'
import { errorEnvelope } from './errors'
import { issuedId } from './ids'

/** What an act on many things does. */
export const bulkActKind = z.enum([
  'cancel-jobs',
  'schedule-again',
  'release-holds',
  'extend-holds',
  'purge-holds',
  'run-left',
  'drop-left',
])
export type BulkActKind = z.infer<typeof bulkActKind>

/** An act on many things, at work or ended. */
export const bulkActView = z.object({
  actId: issuedId,
  kind: bulkActKind,
  state: z.enum(['working', 'done', 'stopped', 'failed']),
  /** Things that it is to reach; undefined where that is known at its end only. */
  total: z.number().optional(),
  /** Reached so far: changed, not changed for a reason, or without an answer. */
  reached: z.number(),
  changed: z.number(),
  /** Reached and not changed; `bulk.failures` says which, and why. */
  failed: z.number(),
  /** Reached, and Redis gave no answer: they may have been changed. Listed among the failures. */
  unknown: z.number(),
  /** Not reached since it ended before them. Listed among the failures. */
  unreached: z.number(),
  /** Ms since the epoch. */
  startedAt: z.number(),
  endedAt: z.number().optional(),
  /** Why it ended before its time. */
  error: errorEnvelope.optional(),
})
export type BulkActView = z.infer<typeof bulkActView>

/** One thing that an act did not change, or of which that is not known. */
export const bulkFailureRow = z.object({
  /** From 1, in the order in which they were reached. */
  sequence: z.number().int(),
  /** The job's key, or the Redis key. */
  subject: z.string(),
  reason: z.string(),
})
export type BulkFailureRow = z.infer<typeof bulkFailureRow>
