import { z } from 'zod'
import { handlerLine, handlerVersion } from './handlers'
import { ownerView } from './queue'

export const historyOutcome = z.enum([
  'done',
  'failed',
  'timeout',
  'cancelled',
  'lost-to',
  /** It ran when the app ended without a word: whether it did its work is not known. */
  'interrupted',
  /** It never ran: the way in which the app was quit took it out of the queue. */
  'dropped',
])
export type HistoryOutcome = z.infer<typeof historyOutcome>

export const historyFilter = z.object({
  /** Contained in the key; empty matches all. */
  text: z.string().max(1_024),
  /** None named: all of them. */
  outcomes: z.array(historyOutcome).max(7),
  /** Contained in the script's file name; empty matches all. */
  handler: z.string().max(255),
  /** Ended at this moment or later; ms since the epoch. */
  from: z.number().optional(),
  /** Ended before this moment; ms since the epoch. */
  to: z.number().optional(),
})
export type HistoryFilter = z.infer<typeof historyFilter>

export const historySort = z.object({
  by: z.enum(['finished', 'wait', 'run']),
  descending: z.boolean(),
})
export type HistorySort = z.infer<typeof historySort>

/** The place behind a row: the next page begins there. */
export const historyCursor = z.object({ value: z.number(), id: z.number().int() })
export type HistoryCursor = z.infer<typeof historyCursor>

/** A job that has ended, in this run of the app or an earlier one. Moments are ms since the epoch. */
export const historyRow = z.object({
  /** Its identity in the history. */
  id: z.number().int(),
  /** The run of the app that had it: `jobId` counts within one. */
  run: z.string(),
  /** It is of the run that goes on now. */
  ofThisRun: z.boolean(),
  jobId: z.number().int(),
  key: z.string(),
  backoffMs: z.number(),
  handler: z.string(),
  /** The text that ran (`handlers.version`); undefined where none did. */
  handlerVersion: handlerVersion.optional(),
  host: z.string(),
  scheduledAt: z.number(),
  /** Undefined: it did not run. */
  startedAt: z.number().optional(),
  finishedAt: z.number(),
  waitMs: z.number(),
  runMs: z.number(),
  pauseMs: z.number(),
  outcome: historyOutcome,
  /** Times that it was run. */
  attempts: z.number().int(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
})
export type HistoryRow = z.infer<typeof historyRow>

/** Why a schedule was refused, as far as it is kept: without what differs each time, so that repeats fold. */
export const refusalReason = z.discriminatedUnion('reason', [
  z.object({ reason: z.literal('queued-here'), jobId: z.number(), state: z.enum(['waiting', 'running']) }),
  z.object({ reason: z.literal('held'), generation: z.string(), owner: ownerView }),
  z.object({ reason: z.literal('redis-error'), code: z.string(), message: z.string() }),
  z.object({ reason: z.literal('journal-error'), code: z.string(), message: z.string() }),
  z.object({ reason: z.literal('stopped') }),
])
export type RefusalReason = z.infer<typeof refusalReason>

const ofJob = { at: z.number(), jobId: z.number().int() }

/** One thing that happened to a key; `at` is ms since the epoch. */
export const keyMoment = z.discriminatedUnion('event', [
  /** It was asked for and accepted: its hold was taken. */
  z.object({
    event: z.literal('scheduled'),
    ...ofJob,
    backoffMs: z.number(),
    /** It waits or runs still. */
    now: z.enum(['waiting', 'running']).optional(),
  }),
  z.object({ event: z.literal('started'), ...ofJob, attempt: z.number().int(), handler: z.string() }),
  z.object({
    event: z.literal('retry'),
    ...ofJob,
    /** The next one, from 2. */
    attempt: z.number().int(),
    dueAt: z.number(),
    error: z.object({ code: z.string(), message: z.string() }),
  }),
  z.object({
    event: z.literal('ended'),
    ...ofJob,
    /** Of its row in the history; undefined where none is kept. */
    id: z.number().int().optional(),
    outcome: historyOutcome,
    runMs: z.number(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
  /** What became of its hold; `heldUntil` undefined: it went. */
  z.object({ event: z.literal('settled'), ...ofJob, heldUntil: z.number().optional() }),
  /** `at` is the last of `count` refusals with the same reason. */
  z.object({
    event: z.literal('refused'),
    at: z.number(),
    firstAt: z.number(),
    count: z.number().int(),
    reason: refusalReason,
  }),
  /** An operator released a hold of the key. */
  z.object({
    event: z.literal('released'),
    at: z.number(),
    /** Of the job here whose hold it was. */
    jobId: z.number().int().optional(),
    jobCancelled: z.boolean(),
  }),
])
export type KeyMoment = z.infer<typeof keyMoment>

export const historyDetail = historyRow.extend({
  argument: z.string(),
  stack: z.string().optional(),
  /** What it wrote, the newest; `at` is ms since the epoch. */
  lines: z.array(handlerLine),
  /** Lines before those that are kept. */
  linesLeftOut: z.number().int(),
  /** Its own moments, the newest first. */
  moments: z.array(keyMoment),
})
export type HistoryDetail = z.infer<typeof historyDetail>

/** Where a timeline goes on, in the jobs and in what is kept beside them. Absent: at the first; null: all were told. */
export const timelineCursor = z.object({
  jobs: historyCursor.nullable().optional(),
  events: z.number().int().nullable().optional(),
})
export type TimelineCursor = z.infer<typeof timelineCursor>

export const timelinePage = z.object({
  /** The newest first. */
  moments: z.array(keyMoment),
  /** Undefined: this page is the last. */
  next: timelineCursor.optional(),
  /** False: nothing is kept, and only what this app remembers is told. */
  kept: z.boolean(),
})
export type TimelinePage = z.infer<typeof timelinePage>
