import { z } from 'zod'
import { bumpOutcome, bumpPreview } from '../bump'
import { nothing, ofProfile, withReason } from './common'

/** The generation. */
export const bumpChannels = {
  /** Answers at once. An `opening` that was not seen before, or another generation, begins to count anew. */
  'bump.preview': {
    request: z.object({ ...ofProfile, opening: z.string().min(1).max(64) }),
    response: bumpPreview,
  },
  /** Nobody looks at the preview any more: its count ends. */
  'bump.stop-preview': { request: z.object(ofProfile), response: nothing },
  /** Compare-and-increment: bumps only while the generation is still `from`. */
  'bump.confirm': {
    request: z.object({ ...ofProfile, from: z.string().max(20), ...withReason }),
    response: bumpOutcome,
  },
  /** The notice goes, and with it what it counts. */
  'bump.dismiss': { request: z.object({ ...ofProfile, noticeId: z.number().int() }), response: nothing },
} as const
