import { z } from 'zod'
import { reason } from '../audit'
import { LIMITS } from '../limits'

/** Each message carries the profile that it is for. */
export const ofProfile = { profileId: z.string().min(1).max(64) }

/** Why, for the audit: asked for in production. */
export const withReason = { reason: reason.optional() }

/** Rows of a list. */
export const range = {
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(LIMITS.rows),
}

/** JSON text. One that is longer than it may be comes this far, so that the answer says so in words. */
export const argumentText = z.string().max(2 * LIMITS.argumentBytes)

export const nothing = z.null()

/** One job to schedule. Key and backoff are judged by the processor, so that every way in gets the same errors. */
export const jobRequest = {
  key: z.string().max(65_536),
  backoffMs: z.number(),
  argument: argumentText,
}
