import { z } from 'zod'
import { bulkActView } from './bulk'
import { bumpNotice } from './bump'
import { errorEnvelope } from './errors'
import { exportView } from './exports'
import { holdLifeView } from './hold-life'
import { activeHandlerView, tryView } from './handlers'
import { journalView, recoveryView } from './journal'
import { quitView } from './quit'
import { repeatView, runningRow, startWaits } from './queue'
import { scanView } from './held-keys'
import { waitingSearchView } from './queue-filter'

export const connectionView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('ready'), address: z.string(), serverVersion: z.string() }),
  z.object({
    state: z.literal('away'),
    /** Ms since the epoch. */
    since: z.number(),
    /** Of the last answer, ms since the epoch; absent: there was none yet. */
    answeredAt: z.number().optional(),
    error: errorEnvelope,
  }),
])
export type ConnectionView = z.infer<typeof connectionView>

export const counters = z.object({
  waiting: z.number(),
  running: z.number(),
  done: z.number(),
  /** Failed and timed out. */
  failed: z.number(),
  cancelled: z.number(),
  lost: z.number(),
  refusedHere: z.number(),
  held: z.number(),
  redisErrors: z.number(),
  /** Finished per second, mean of the last 5 s. */
  jobsPerSecond: z.number(),
  abandoned: z.number(),
})

/**
 * All that changes by itself, small and bounded: lists are only versions here, and their rows are fetched by
 * range. At most one such message each 66 ms, the next only after the last was acknowledged.
 */
export const liveState = z.object({
  profileId: z.string(),
  sequence: z.number(),
  /** Ms since the epoch when it was made. */
  at: z.number(),
  state: z.enum(['starting', 'running', 'paused', 'draining', 'stopped']),
  connection: connectionView,
  /** Undefined until Redis was read once. */
  generation: z.string().optional(),
  /** Set while the generation in Redis is no integer. */
  generationError: errorEnvelope.optional(),
  counters,
  running: z.array(runningRow),
  queueVersion: z.number(),
  startWaits,
  finishedVersion: z.number(),
  /** Rows that `queue.finished` can give. */
  finishedCount: z.number(),
  refusedVersion: z.number(),
  problemsVersion: z.number(),
  handlersVersion: z.number(),
  handler: activeHandlerView,
  /** The runs apart from the queue: those under way and the last ones that ended, one a file; at most 4. */
  tries: z.array(tryView),
  repeats: z.array(repeatView),
  /** Acts on many things, at work or just ended; at most 4. */
  bulkActs: z.array(bulkActView),
  /** Files on their way, or just written; at most 4. */
  exports: z.array(exportView),
  holdLife: holdLifeView,
  recurringVersion: z.number(),
  journal: journalView,
  /** Set while jobs of an earlier run of the app are looked at, or are to be told of. */
  recovery: recoveryView.optional(),
  /** Grows with each act that the audit has noted. */
  auditVersion: z.number(),
  scan: scanView.optional(),
  /** The last change of the generation that was not dismissed. */
  bumpNotice: bumpNotice.optional(),
  /** Set while the waiting jobs are filtered. */
  search: waitingSearchView.optional(),
  /** Set while the operator is asked about a quit, and until it is done. */
  quit: quitView.optional(),
})
export type LiveState = z.infer<typeof liveState>
