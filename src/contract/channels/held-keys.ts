import { z } from 'zod'
import { bulkActView } from '../bulk'
import { bytes, heldKeyRow, heldKeysFilter, heldKeysSort, releaseOutcome, scanView } from '../held-keys'
import {
  extension,
  holdsPreview,
  holdTargets,
  jobsHereChoice,
  shownHold,
  stalePreview,
} from '../held-keys-acts'
import { issuedId } from '../ids'
import { ofProfile, range, withReason } from './common'

/** The holds in Redis. */
export const heldKeysChannels = {
  /** Starts a scan; the one before it ends. */
  'held-keys.scan': { request: z.object({ ...ofProfile, filter: heldKeysFilter }), response: scanView },
  'held-keys.stop-scan': { request: z.object({ ...ofProfile, scanId: issuedId }), response: scanView },
  'held-keys.rows': {
    request: z.object({ ...ofProfile, ...range, scanId: issuedId, sort: heldKeysSort }),
    response: z.object({ total: z.number(), rows: z.array(heldKeyRow) }),
  },
  /** The hold of exactly this key in the current generation, or null. */
  'held-keys.look-up': {
    request: z.object({ ...ofProfile, key: z.string().max(65_536) }),
    response: z.object({ redisKey: z.string(), row: heldKeyRow.nullable() }),
  },
  'held-keys.release': {
    request: z.object({
      ...ofProfile,
      ...shownHold.shape,
      /** What to do with a job of this key that waits or runs here. */
      job: z.enum(['ask', 'cancel', 'leave']),
      ...withReason,
    }),
    response: releaseOutcome,
  },
  /** One hold as it is now, by its exact name; null: it is gone. */
  'held-keys.read': {
    request: z.object({ ...ofProfile, nameBytes: bytes }),
    response: z.object({ row: heldKeyRow.nullable() }),
  },
  /** Reads what a release or an extension would reach, and keeps it for that act. */
  'held-keys.preview': { request: z.object({ ...ofProfile, targets: holdTargets }), response: holdsPreview },
  'held-keys.release-many': {
    request: z.object({
      ...ofProfile,
      previewId: issuedId,
      jobsHere: jobsHereChoice,
      /** What the operator typed, where that is asked for. */
      typed: z.string().max(200),
      ...withReason,
    }),
    response: bulkActView,
  },
  'held-keys.extend': {
    request: z.object({
      ...ofProfile,
      previewId: issuedId,
      extension,
      typed: z.string().max(200),
      ...withReason,
    }),
    response: bulkActView,
  },
  /** Counts the holds of generations that have passed, for a short while, and keeps which they are for a purge. */
  'held-keys.stale': { request: z.object(ofProfile), response: stalePreview },
  'held-keys.purge': {
    request: z.object({ ...ofProfile, previewId: issuedId, typed: z.string().max(200), ...withReason }),
    response: bulkActView,
  },
} as const
