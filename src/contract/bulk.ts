import { z } from 'zod'
import { errorEnvelope } from './errors'

/** What an act on many things does. */
export const bulkActKind = z.enum([
  'cancel-jobs',
  'schedule-again',
  'release-holds',
  'extend-holds',
  'purge-holds',
])
export type BulkActKind = z.infer<typeof bulkActKind>

/** An act on many things, at work or ended. */
export const bulkActView = z.object({
  actId: z.string(),
  kind: bulkActKind,
  state: z.enum(['working', 'done', 'stopped', 'failed']),
  /** Things that it is to reach; undefined where that is known at its end only. */
  total: z.number().optional(),
  /** Reached so far: changed, or not changed for a reason. */
  reached: z.number(),
  changed: z.number(),
  /** Reached and not changed; `bulk.failures` says which, and why. */
  failed: z.number(),
  /** Ms since the epoch. */
  startedAt: z.number(),
  endedAt: z.number().optional(),
  /** Why it ended before its time. */
  error: errorEnvelope.optional(),
})
export type BulkActView = z.infer<typeof bulkActView>

/** One thing that an act did not change. */
export const bulkFailureRow = z.object({
  /** From 1, in the order in which they were reached. */
  sequence: z.number(),
  /** The job's key, or the Redis key. */
  subject: z.string(),
  reason: z.string(),
})
export type BulkFailureRow = z.infer<typeof bulkFailureRow>
