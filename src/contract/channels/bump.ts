import { z } from 'zod'
import { bumpOutcome, bumpPreview } from '../held-keys'
import { ofProfile } from './common'

/** The generation. */
export const bumpChannels = {
  'bump.preview': { request: z.object(ofProfile), response: bumpPreview },
  /** Compare-and-increment: bumps only while the generation is still `from`. */
  'bump.confirm': { request: z.object({ ...ofProfile, from: z.string() }), response: bumpOutcome },
} as const
