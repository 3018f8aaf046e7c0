import { z } from 'zod'
import { errorEnvelope } from './errors'
import { ownerView } from './queue'

/** Where jobs are written down before they count as scheduled, so that a crash loses none. */
export const journalView = z.object({
  /**
   * `on`; `failing`: what is to be scheduled is refused, since it cannot be written down; `off`: the operator chose to
   * go on without it; `none`: this profile has none, and never had.
   */
  state: z.enum(['on', 'failing', 'off', 'none']),
  /** Why it fails, or failed before it was switched off. */
  error: errorEnvelope.optional(),
})
export type JournalView = z.infer<typeof journalView>

/** Why a job that an earlier run of the app had accepted does not simply go on. */
export const leftReason = z.discriminatedUnion('kind', [
  /** It ran when the app ended: whether it did its work is not known. */
  z.object({ kind: z.literal('interrupted'), startedAt: z.number().optional() }),
  /** Another instance has taken the key since. */
  z.object({ kind: z.literal('taken'), owner: ownerView, remainingMs: z.number().optional() }),
  /** A bump has passed its hold. */
  z.object({ kind: z.literal('bumped'), from: z.string(), to: z.string() }),
  /** A later job with this key waits or runs here. */
  z.object({ kind: z.literal('queued-here') }),
  /** Redis, or the disk, did not let it: it can be tried again. */
  z.object({ kind: z.literal('not-taken') }),
])
export type LeftReason = z.infer<typeof leftReason>

/** A job of an earlier run that waits for the operator's decision: run it, or drop it. */
export const leftJobRow = z.object({
  /** Of the row, in this run of the app. */
  leftId: z.number().int(),
  key: z.string(),
  backoffMs: z.number(),
  /** The JSON text, cut to a preview. */
  argument: z.string(),
  /** Ms since the epoch. */
  scheduledAt: z.number(),
  reason: leftReason,
})
export type LeftJobRow = z.infer<typeof leftJobRow>

/** What became of the jobs that an earlier run of the app left behind. */
export const recoveryView = z.object({
  state: z.enum(['reading', 'waiting-for-redis', 'checking', 'done', 'failed']),
  /** Jobs that were left behind. */
  total: z.number(),
  /** Of those, looked up in Redis so far. */
  checked: z.number(),
  /** Back in the queue. */
  resumed: z.number(),
  /** Had ended before the app did, which was only found now. */
  ended: z.number(),
  /** Rows that wait for a decision. */
  undecided: z.number(),
  /** Of those, interrupted ones. */
  interrupted: z.number(),
  /** Grows with each change of the rows. */
  version: z.number(),
  error: errorEnvelope.optional(),
})
export type RecoveryView = z.infer<typeof recoveryView>

/** What happens to a job that ran when the app ended. */
export const interruptedChoice = z.enum(['ask', 'run', 'drop'])
export type InterruptedChoice = z.infer<typeof interruptedChoice>

/** `normal`: what is written down outlives the app; `full`: a power cut as well. */
export const durability = z.enum(['normal', 'full'])
export type Durability = z.infer<typeof durability>
