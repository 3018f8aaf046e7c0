import { z } from 'zod'
import { errorEnvelope } from './errors'
import { ownerView } from './queue'

/** Holds by who wrote them. */
export const ownerCounts = z.object({
  /** This app. */
  here: z.number(),
  /** Other Keyhold instances. */
  keyhold: z.number(),
  'go-io': z.number(),
  unknown: z.number(),
})
export type OwnerCounts = z.infer<typeof ownerCounts>

/** What a bump would do. It is there at once; its counts grow while the holds are counted. */
export const bumpPreview = z.object({
  profileName: z.string(),
  namespace: z.string(),
  address: z.string(),
  from: z.string(),
  to: z.string(),
  /** `stopped`: the time was over, and every count is "at least". */
  state: z.enum(['counting', 'done', 'stopped', 'failed']),
  /** Set where the count failed: a bump may be possible all the same. */
  error: errorEnvelope.optional(),
  /** About how many keys of the server were looked at so far, of about how many. */
  scanned: z.number(),
  approximateTotal: z.number(),
  /** Holds of the current generation. */
  holds: z.number(),
  owners: ownerCounts,
  /** Some of them, at most 10. */
  sample: z.array(z.object({ key: z.string(), owner: ownerView })),
  /** Holds of generations that are neither the current one nor the target. */
  staleHolds: z.number(),
  /** Those of them with the most holds, at most 5. */
  stale: z.array(z.object({ generation: z.string(), holds: z.number() })),
  /** Holds that the target generation already has. */
  targetHolds: z.number(),
  waiting: z.number(),
  running: z.number(),
  /** Keyhold instances whose heartbeat is seen, this one included; undefined while they are looked for. */
  instances: z.number().optional(),
  /** The machines of the others, at most 10, each once. */
  hosts: z.array(z.string()),
  /** The last bump from here that got no answer, and the generation found since; undefined: not known yet. */
  doubt: z.object({ from: z.string(), found: z.string().optional() }).optional(),
})
export type BumpPreview = z.infer<typeof bumpPreview>

export const bumpOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('bumped'), from: z.string(), to: z.string() }),
  /** Somebody was faster: nothing was done. */
  z.object({ outcome: z.literal('changed'), generation: z.string() }),
])
export type BumpOutcome = z.infer<typeof bumpOutcome>

/** The last change of the generation, and what has happened since. */
export const bumpNotice = z.object({
  noticeId: z.number(),
  from: z.string(),
  to: z.string(),
  /** When it was seen; ms since the epoch. */
  at: z.number(),
  /** `in-doubt`: a bump from here got no answer, and the generation is another one now. */
  by: z.enum(['here', 'elsewhere', 'in-doubt']),
  /** `ended`: it is no longer counted. */
  state: z.enum(['counting', 'ended']),
  /** Undefined until the holds of the new generation were counted once. */
  counted: z
    .object({
      /** Ms since the epoch. */
      at: z.number(),
      /** Holds of the new generation that it did not have before. */
      taken: ownerCounts,
      /** Holds that it had before, where those were counted. */
      before: z.number(),
      /** Keys that the old generation held too, and that go-io clients hold in the new one. */
      heldAgain: z.number(),
      /** False: "at least". */
      complete: z.boolean(),
    })
    .optional(),
  /** Why the last count failed; the next one comes by itself. */
  error: errorEnvelope.optional(),
})
export type BumpNotice = z.infer<typeof bumpNotice>
