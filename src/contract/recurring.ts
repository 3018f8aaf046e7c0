import { z } from 'zod'
import { errorEnvelope } from './errors'
import { LIMITS } from './limits'
import { scheduleOutcomeView } from './queue'

/** When a recurring job comes. What is no interval or no cron expression is the runtime's to say. */
export const recurringTimes = z.discriminatedUnion('kind', [
  /** Counted from the moment that it was switched on, or that the app started. */
  z.object({ kind: z.literal('every'), everyMs: z.number() }),
  z.object({
    kind: z.literal('cron'),
    expression: z.string().max(200),
    /** `local`: the time zone of the machine that the app runs on. */
    zone: z.enum(['local', 'utc']),
  }),
])
export type RecurringTimes = z.infer<typeof recurringTimes>

/** A job that is scheduled again and again while the app runs; as it is kept in the settings. */
export const recurringEntry = z.object({
  id: z.string().min(1).max(64),
  on: z.boolean(),
  key: z.string().max(65_536),
  backoffMs: z.number(),
  /** JSON text. */
  argument: z.string().max(LIMITS.keptArgument),
  times: recurringTimes,
})
export type RecurringEntry = z.infer<typeof recurringEntry>

/** What the last time came to. */
export const recurringOutcome = z.union([
  scheduleOutcomeView,
  /** It was not even asked for: the profile is read-only, or the job is none. */
  z.object({ outcome: z.literal('not-tried'), error: errorEnvelope }),
])
export type RecurringOutcome = z.infer<typeof recurringOutcome>

export const recurringView = recurringEntry.omit({ argument: true }).extend({
  /** Cut to a preview. */
  argument: z.string(),
  /** The next times it comes, ms since the epoch; at most 5. Where it is off: if it were switched on now. */
  next: z.array(z.number()),
  /** Since the app started: jobs that came of it, times it was refused, and times that passed meanwhile. */
  scheduled: z.number(),
  refused: z.number(),
  missed: z.number(),
  last: z
    .object({
      at: z.number(),
      outcome: recurringOutcome,
      /** Times that had passed unseen just before, while the machine slept; counted up to `LIMITS.missedCounted`. */
      missed: z.number(),
    })
    .optional(),
})
export type RecurringView = z.infer<typeof recurringView>

export const recurringList = z.object({
  /** The name of the local time zone: `Europe/Berlin`. */
  zone: z.string(),
  entries: z.array(recurringView),
})
export type RecurringList = z.infer<typeof recurringList>
