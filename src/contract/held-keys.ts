import { z } from 'zod'
import { errorEnvelope } from './errors'
import { issuedId } from './ids'
import { ownerView } from './queue'

/** Bytes as they cross the process line: base64, since a key may hold any bytes. */
export const bytes = z.string().max(8_192)

/** Why a hold of a Keyhold instance looks orphaned. */
export const orphanEvidence = z.object({
  /**
   * - `no-heartbeat`: its instance shows none
   * - `no-job-here`: it is this app's, and no job of the key waits or runs here
   * - `no-expiry`: it has none, and Keyhold's own always have
   */
  sign: z.enum(['no-heartbeat', 'no-job-here', 'no-expiry']),
  /** When its own backoff is over, ms since the epoch; before that moment the hold may do its duty. */
  backoffEndsAt: z.number(),
})
export type OrphanEvidence = z.infer<typeof orphanEvidence>

export const heldKeyRow = z.object({
  /** The exact Redis key; base64. Identity of the row. */
  nameBytes: bytes,
  /** The exact Redis key as text, bytes that are not UTF-8 shown as U+FFFD. */
  redisKey: z.string(),
  /** The job's key as text. */
  key: z.string(),
  /** False where `key` does not show every byte as it is. */
  exact: z.boolean(),
  generation: z.string(),
  current: z.boolean(),
  /** Ms that remained when Redis was asked; undefined: no expiry. */
  remainingMs: z.number().optional(),
  /** The moment of its expiry in Redis' time, which an act compares; undefined: no expiry. */
  expiresAt: z.number().optional(),
  /** The moment of that answer by the app's wall clock, so that the remaining time can tick. */
  readAt: z.number(),
  /** Ms since the epoch, where the value tells. */
  scheduledAt: z.number().optional(),
  backoffMs: z.number().optional(),
  owner: ownerView,
  /** The value as text, cut to 4,096 characters; undefined where the key holds no string. */
  value: z.string().optional(),
  /** The value; base64; what a release compares. */
  valueBytes: bytes.optional(),
  /** The Redis type where it is not a string (such a key is shown, and never released from here). */
  wrongType: z.string().optional(),
  /** Waits or runs in this app. */
  queuedHere: z.enum(['waiting', 'running']).optional(),
  /** Set where it looks as if nobody needed this hold any more: evidence, not proof. */
  orphan: orphanEvidence.optional(),
})
export type HeldKeyRow = z.infer<typeof heldKeyRow>

export const ownerFilter = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['all', 'here', 'keyhold', 'go-io', 'unknown']) }),
  /** A Keyhold host, or an instance by the beginning of its id. */
  z.object({ kind: z.literal('named'), name: z.string().max(300) }),
])
export type OwnerFilter = z.infer<typeof ownerFilter>

export const remainingFilter = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['all', 'no-expiry']) }),
  z.object({ kind: z.enum(['less', 'more']), ms: z.number().min(0) }),
])
export type RemainingFilter = z.infer<typeof remainingFilter>

export const heldKeysFilter = z.object({
  /** Contained in the key; a glob over the whole key where it has `*`, `?` or `[`. Empty matches all. */
  text: z.string().max(1_024),
  /** `all`, `current`, `stale`, or one given generation. */
  generation: z.string().regex(/^(all|current|stale|-?\d{1,19})$/),
  owner: ownerFilter,
  remaining: remainingFilter,
  /** A job of the key waits or runs in this app, by this hold. */
  queuedHere: z.boolean(),
  orphaned: z.boolean(),
})
export type HeldKeysFilter = z.infer<typeof heldKeysFilter>

export const heldKeysSort = z.object({
  by: z.enum(['found', 'key', 'generation', 'remaining', 'owner', 'scheduledAt']),
  descending: z.boolean(),
})
export type HeldKeysSort = z.infer<typeof heldKeysSort>

/** A scan at work, or ended. */
export const scanView = z.object({
  scanId: issuedId,
  state: z.enum(['scanning', 'done', 'stopped', 'failed']),
  /** Rows kept, in range of `held-keys.rows`. */
  rows: z.number(),
  /** Matches in all, kept or only counted. */
  matches: z.number(),
  /** Grows with each change of the rows. */
  version: z.number(),
  scanned: z.number(),
  /** About how many keys the server has. */
  approximateTotal: z.number(),
  error: errorEnvelope.optional(),
})
export type ScanView = z.infer<typeof scanView>

export const releaseOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('released'), jobCancelled: z.boolean() }),
  /** The hold is not the one that was shown. `row` is what is there now. */
  z.object({ outcome: z.literal('changed'), row: heldKeyRow }),
  z.object({ outcome: z.literal('gone') }),
  /** A job with this key waits or runs here: ask, then call again with `job`. */
  z.object({
    outcome: z.literal('queued-here'),
    state: z.enum(['waiting', 'running']),
    jobId: z.number().int(),
  }),
])
export type ReleaseOutcome = z.infer<typeof releaseOutcome>
