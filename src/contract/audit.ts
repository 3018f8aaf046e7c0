import { z } from 'zod'
import { extension, jobsHereChoice } from './held-keys-acts'
import { LIMITS } from './limits'
import { environment } from './profile'

/** Why it was done, in the operator's words. */
export const reason = z.string().max(LIMITS.reasonCharacters)

/** Keys that an act on many was for: the first of them. */
const some = z.array(z.string()).optional()

/** What an act on many was to reach, and what it came to. `begun` is noted of large ones alone, `ended` of all. */
const many = {
  phase: z.enum(['begun', 'done', 'stopped', 'failed']),
  /** Things that it was for; undefined where that was known at its end only. */
  total: z.number().optional(),
  changed: z.number(),
  failed: z.number(),
  unknown: z.number(),
  unreached: z.number(),
  /** The code of the error that ended it. */
  error: z.string().optional(),
}

/** One member of a profile or a connection that is another one now. */
export const auditChange = z.object({ what: z.string(), from: z.string(), to: z.string() })
export type AuditChange = z.infer<typeof auditChange>

/** What an operator did. */
export const auditAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('bump'), from: z.string(), to: z.string() }),
  /** A bump got no answer: it may have been done. */
  z.object({ act: z.literal('bump-unknown'), from: z.string() }),
  /** What the generation was when Redis answered again after that. */
  z.object({ act: z.literal('bump-found'), from: z.string(), found: z.string() }),
  z.object({
    act: z.literal('release'),
    key: z.string(),
    redisKey: z.string(),
    generation: z.string().optional(),
    outcome: z.enum(['released', 'changed', 'gone', 'unknown']),
    jobCancelled: z.boolean(),
  }),
  z.object({
    act: z.literal('release-holds'),
    ...many,
    keys: some,
    /** The text that all of them match. */
    matching: z.string().optional(),
    jobsHere: jobsHereChoice,
  }),
  z.object({
    act: z.literal('extend-holds'),
    ...many,
    keys: some,
    matching: z.string().optional(),
    extension,
  }),
  z.object({
    act: z.literal('purge-holds'),
    ...many,
    /** The generation that counted, and those that were purged; the first of them. */
    current: z.string(),
    generations: z.array(z.string()),
  }),
  z.object({
    act: z.literal('cancel-jobs'),
    ...many,
    keys: some,
    matching: z.string().optional(),
  }),
  z.object({ act: z.literal('schedule-again'), ...many, keys: some }),
  z.object({ act: z.literal('run-left'), ...many, keys: some }),
  z.object({ act: z.literal('drop-left'), ...many, keys: some }),
  /** Jobs are scheduled from then on without being written down. */
  z.object({ act: z.literal('journal-off') }),
  z.object({ act: z.literal('journal-on') }),
  z.object({ act: z.literal('pause'), waiting: z.number(), running: z.number() }),
  z.object({ act: z.literal('resume'), waiting: z.number() }),
  z.object({
    act: z.literal('cancel'),
    key: z.string(),
    jobId: z.number(),
    outcome: z.enum(['removed', 'aborting']),
  }),
  z.object({ act: z.literal('run-next'), key: z.string(), jobId: z.number() }),
  z.object({ act: z.literal('profile'), changes: z.array(auditChange) }),
  /** The runtime was stopped and another one connects. */
  z.object({
    act: z.literal('connect'),
    changes: z.array(auditChange),
    /** Jobs that waited and left the queue. */
    dropped: z.number(),
    running: z.number(),
  }),
  z.object({ act: z.literal('handler-use'), file: z.string(), before: z.string() }),
  z.object({
    act: z.literal('handler-save'),
    file: z.string(),
    /** SHA-256 of its text. */
    version: z.string(),
    created: z.boolean(),
    /** It runs the jobs. */
    active: z.boolean(),
  }),
  z.object({ act: z.literal('handler-rename'), file: z.string(), to: z.string() }),
  z.object({ act: z.literal('handler-trash'), file: z.string() }),
  z.object({ act: z.literal('recurring-save'), key: z.string(), created: z.boolean(), on: z.boolean() }),
  z.object({ act: z.literal('recurring-switch'), key: z.string(), on: z.boolean() }),
  z.object({ act: z.literal('recurring-remove'), key: z.string() }),
])
export type AuditAct = z.infer<typeof auditAct>
export type AuditActName = AuditAct['act']

/** What is kept of an act: what it did, and the profile as it was called then. */
export const auditWhat = z.object({
  profile: z.object({ name: z.string(), environment }),
  did: auditAct,
})

/** An act as the page shows it. */
export const auditRow = z.object({
  id: z.number(),
  /** Ms since the epoch. */
  at: z.number(),
  /** As it is kept: one that another version noted may not be known here. */
  act: z.string(),
  operator: z.string(),
  reason: z.string().optional(),
  profileId: z.string(),
  /** Undefined where another version noted it in a way of its own. */
  known: auditWhat.optional(),
  /** JSON text, as it is kept. */
  what: z.string(),
})
export type AuditRowView = z.infer<typeof auditRow>

/** Members that are left out match all. */
export const auditFilter = z.object({
  acts: z.array(z.string().max(64)).max(64).optional(),
  /** In what it did, the operator or the reason; upper and lower case alike. */
  text: z.string().max(200).optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>
