import { z } from 'zod'
import { errorEnvelope } from './errors'
import { handlerVersion, progressView } from './handlers'

export const ownerView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('keyhold'),
    instance: z.string(),
    host: z.string(),
    at: z.number(),
    /** This app's own processor. */
    here: z.boolean(),
  }),
  z.object({ kind: z.literal('go-io') }),
  z.object({ kind: z.literal('unknown') }),
])
export type OwnerView = z.infer<typeof ownerView>

export const scheduleOutcomeView = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('scheduled'), jobId: z.number() }),
  z.object({ outcome: z.literal('queued-here'), jobId: z.number(), state: z.enum(['waiting', 'running']) }),
  z.object({
    outcome: z.literal('held'),
    /** Undefined: the hold has no expiry. */
    remainingMs: z.number().optional(),
    redisKey: z.string(),
    generation: z.string(),
    owner: ownerView,
  }),
  z.object({ outcome: z.literal('redis-error'), error: errorEnvelope }),
  z.object({ outcome: z.literal('journal-error'), error: errorEnvelope }),
  z.object({ outcome: z.literal('stopped') }),
])
export type ScheduleOutcomeView = z.infer<typeof scheduleOutcomeView>

const jobFields = {
  jobId: z.number(),
  key: z.string(),
  backoffMs: z.number(),
  /** The JSON text, cut to a preview. */
  argument: z.string(),
  /** Ms since the epoch. */
  scheduledAt: z.number(),
}

/** What a handler threw, with the frames of its own files. */
export const jobError = errorEnvelope.extend({ stack: z.string().optional() })

export const waitingRow = z.object({
  ...jobFields,
  /** 0 runs next. */
  position: z.number(),
  ageMs: z.number(),
  /** Until it is likely to start, from the recent mean run and pause; undefined while nothing has run. */
  expectedWaitMs: z.number().optional(),
  /** Set where an attempt has failed and the next one is to come: it waits for its moment, its key still held. */
  retry: z
    .object({
      /** The next one; from 2. */
      attempt: z.number(),
      attempts: z.number(),
      /** When it may start, ms since the epoch. */
      dueAt: z.number(),
      error: jobError,
    })
    .optional(),
})
export type WaitingRow = z.infer<typeof waitingRow>

export const runningRow = z.object({
  ...jobFields,
  lane: z.number(),
  ageMs: z.number(),
  runMs: z.number(),
  aborted: z.boolean(),
  /** From 1. */
  attempt: z.number(),
  progress: progressView.optional(),
  /** When the handler was called, ms since the epoch; undefined while its hold is being checked. */
  startedAt: z.number().optional(),
  /** Lines that it wrote so far (`queue.lines`); undefined: none. */
  lines: z.number().optional(),
})
export type RunningRow = z.infer<typeof runningRow>

export const finishedRow = z.object({
  ...jobFields,
  /** Grows by one with each finished job: the row's identity. */
  sequence: z.number(),
  outcome: z.enum(['done', 'failed', 'timeout', 'cancelled', 'lost-to']),
  finishedAt: z.number(),
  waitMs: z.number(),
  runMs: z.number(),
  pauseMs: z.number(),
  handler: z.string(),
  /** The text that ran (`handlers.version`); undefined where none did. */
  handlerVersion: handlerVersion.optional(),
  /** Times that it was run. */
  attempts: z.number(),
  error: jobError.optional(),
  owner: ownerView.optional(),
  confirmed: z.boolean(),
  /** In which it held its key to its end; undefined where another released it before. */
  generation: z.string().optional(),
})
export type FinishedRow = z.infer<typeof finishedRow>

export const refusedRow = z.object({
  sequence: z.number(),
  at: z.number(),
  key: z.string(),
  outcome: scheduleOutcomeView,
})
export type RefusedRow = z.infer<typeof refusedRow>

export const problemRow = z.object({ sequence: z.number(), at: z.number(), error: errorEnvelope })
export type ProblemRow = z.infer<typeof problemRow>

/** What keeps lanes and jobs from starting, the queue's own state apart. */
export const startWaits = z.object({
  /** Lanes that keep the pause which their last job asked for. */
  pausingLanes: z.number(),
  /** The pause that ends first; `endsAt` is ms since the epoch. */
  pause: z.object({ ms: z.number(), endsAt: z.number() }).optional(),
  /** Jobs whose next attempt is not due. */
  retrying: z.number(),
  /** When the first of them is, ms since the epoch. */
  retryDueAt: z.number().optional(),
})

/** Many jobs from a template or a file: at work, paused, or just ended. */
export const repeatView = z.object({
  repeatId: z.string(),
  /** Of an import: the file's name. */
  keyTemplate: z.string(),
  total: z.number(),
  attempted: z.number(),
  scheduled: z.number(),
  queuedHere: z.number(),
  held: z.number(),
  redisErrors: z.number(),
  state: z.enum(['scheduling', 'paused', 'done', 'cancelled', 'failed']),
  error: errorEnvelope.optional(),
})
export type RepeatView = z.infer<typeof repeatView>
