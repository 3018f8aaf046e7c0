import { z } from 'zod'
import { bytes, heldKeyRow, heldKeysFilter, heldKeysSort, releaseOutcome, scanView } from '../held-keys'
import { ofProfile, range } from './common'

/** The holds in Redis. */
export const heldKeysChannels = {
  /** Starts a scan; the one before it ends. */
  'held-keys.scan': { request: z.object({ ...ofProfile, filter: heldKeysFilter }), response: scanView },
  'held-keys.stop-scan': { request: z.object({ ...ofProfile, scanId: z.string() }), response: scanView },
  'held-keys.rows': {
    request: z.object({ ...ofProfile, ...range, scanId: z.string(), sort: heldKeysSort }),
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
      nameBytes: bytes,
      /** The value that was shown. */
      valueBytes: bytes,
      /** Where the value has no token: the moment of its expiry as shown (`readAt + remainingMs`); null: none. */
      expiresAt: z.number().nullable(),
      /** What to do with a job of this key that waits or runs here. */
      job: z.enum(['ask', 'cancel', 'leave']),
    }),
    response: releaseOutcome,
  },
} as const
