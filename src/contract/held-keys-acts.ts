import { z } from 'zod'
import { bytes, heldKeyRow } from './held-keys'
import { issuedId } from './ids'
import { LIMITS } from './limits'

/** A hold as it was shown: an act changes it only while it is still this one. */
export const shownHold = z.object({
  nameBytes: bytes,
  /** The value that was shown. */
  valueBytes: bytes,
  /** The moment of its expiry as the row has it; compared where the value has no token. Null: none. */
  expiresAt: z.number().int().nullable(),
})
export type ShownHoldView = z.infer<typeof shownHold>

/** The holds that an act is for: some, or all rows that a scan has kept. */
export const holdTargets = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('selected'), holds: z.array(shownHold).min(1).max(LIMITS.selectedRows) }),
  z.object({ kind: z.literal('all'), scanId: issuedId }),
])
export type HoldTargets = z.infer<typeof holdTargets>

/** What an act on holds would reach: read anew, nothing changed. */
export const holdsPreview = z.object({
  previewId: issuedId,
  profileName: z.string(),
  namespace: z.string(),
  /** The one that counts; undefined where it is not known. */
  generation: z.string().optional(),
  /** Holds that are still as they were shown. */
  count: z.number(),
  /** Of these: of the generation that counts. */
  current: z.number(),
  /** Of these: by this app, for a job that waits or runs here. */
  queuedHere: z.number(),
  /** Of these: by somebody else, of the generation that counts, and with no sign of being orphaned. */
  othersLive: z.number(),
  orphaned: z.number(),
  /** Gone or changed since they were shown, or no holds at all: an act leaves them. */
  gone: z.number(),
  changed: z.number(),
  sample: z.array(heldKeyRow),
  /** In production, more than 100, or not all counted: the operator types the count or the profile's name. */
  typeToConfirm: z.boolean(),
})
export type HoldsPreview = z.infer<typeof holdsPreview>

/** What becomes of holds whose jobs wait or run here: left as they are, or released without or with their jobs. */
export const jobsHereChoice = z.enum(['skip', 'leave', 'cancel'])
export type JobsHereChoice = z.infer<typeof jobsHereChoice>

export const extension = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('by'), ms: z.number().int().min(1).max(LIMITS.backoffMs) }),
  /** Ms since the epoch. */
  z.object({ kind: z.literal('to'), at: z.number().int() }),
])
export type ExtensionRequest = z.infer<typeof extension>

/** What a purge would reach: the generations that were counted, and no other one. Nothing is changed. */
export const stalePreview = z.object({
  previewId: issuedId,
  profileName: z.string(),
  namespace: z.string(),
  /** The generation that counts. */
  generation: z.string(),
  /** The others, most holds first; at most 20 of them. A purge reaches the further ones that were counted, too. */
  generations: z.array(z.object({ generation: z.string(), holds: z.number() })),
  /** Others that were counted and are not listed. */
  furtherGenerations: z.number(),
  /** Of all others. */
  holds: z.number(),
  /** False: "at least". */
  complete: z.boolean(),
  typeToConfirm: z.boolean(),
})
export type StalePreview = z.infer<typeof stalePreview>
