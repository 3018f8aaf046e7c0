import { z } from 'zod'
import { ownerView } from './queue'

/** What the hold of a job that is scheduled now lasts for, beside its backoff. */
export const holdLifeView = z.object({
  /** How long the job may have to wait for its end, at worst; ms. */
  worstCaseMs: z.number(),
  /** The shortest hold; ms. */
  leaseMs: z.number(),
})
export type HoldLifeView = z.infer<typeof holdLifeView>

/** How a key stands at this moment. */
export const keyStateView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('free') }),
  z.object({ state: z.literal('here'), jobId: z.number(), job: z.enum(['waiting', 'running']) }),
  z.object({
    state: z.literal('held'),
    /** Undefined: the hold has no expiry. */
    remainingMs: z.number().optional(),
    readAt: z.number(),
    owner: ownerView,
  }),
])
export type KeyStateView = z.infer<typeof keyStateView>
