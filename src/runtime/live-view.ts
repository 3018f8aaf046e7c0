import { LIMITS } from '../contract/limits'
import type { ConnectionView, LiveState } from '../contract/live'
import type { BumpNotice } from '../contract/bump'
import type { ErrorEnvelope } from '../contract/errors'
import type { ProgressView, TryView } from '../contract/handlers'
import type { HoldLifeView } from '../contract/hold-life'
import type { JournalView, RecoveryView } from '../contract/journal'
import type { ScanView } from '../contract/held-keys'
import type { WaitingSearchView } from '../contract/queue-filter'
import type { RepeatView } from '../contract/queue'
import type { BackgroundProcessor } from '../processor/background-processor'
import type { BulkActs } from './bulk/bulk-acts'
import type { Exports } from './exports/exports'
import type { ActiveHandler } from './handlers/active-handler'
import type { JobLog } from './jobs/job-log'
import { runningRow } from './jobs/job-rows'
import type { ProblemLog } from './problem-log'

/** Where the parts of a live state are read. */
export interface LiveSources {
  readonly profileId: string
  readonly processor: BackgroundProcessor<string>
  readonly jobs: JobLog
  readonly problems: ProblemLog
  readonly handler: ActiveHandler
  readonly connection: () => ConnectionView
  readonly generation: () => string | undefined
  readonly generationError: () => ErrorEnvelope | undefined
  readonly repeats: () => RepeatView[]
  readonly bulk: BulkActs
  readonly exports: Exports
  readonly scan: () => ScanView | undefined
  readonly bumpNotice: () => BumpNotice | undefined
  readonly search: () => WaitingSearchView | undefined
  readonly progressOf: (jobId: number) => ProgressView | undefined
  /** Lines that a running job has written. */
  readonly linesOf: (jobId: number) => number | undefined
  readonly tries: () => TryView[]
  readonly holdLife: () => HoldLifeView
  readonly recurringVersion: () => number
  readonly journal: () => JournalView
  readonly recovery: () => RecoveryView | undefined
  readonly auditVersion: () => number
}

/**
 * The whole live state of now. Its size does not depend on how much waits, has finished or is held: lists are
 * versions here.
 * @param sequence one more than the one before
 * @param at wall clock
 */
export function liveView(sources: LiveSources, sequence: number, at: number): LiveState {
  const { processor, jobs, problems, handler } = sources
  return {
    profileId: sources.profileId,
    sequence,
    at,
    state: processor.state(),
    connection: sources.connection(),
    generation: sources.generation(),
    generationError: sources.generationError(),
    counters: {
      waiting: processor.queueLength(),
      running: processor.runningCount(),
      abandoned: processor.abandonedCount(),
      ...jobs.counters.snapshot(),
    },
    running: processor
      .runningJobs()
      .slice(0, LIMITS.concurrency)
      .map((job) => runningRow(job, sources.progressOf(job.jobId), sources.linesOf(job.jobId))),
    queueVersion: processor.queueVersion(),
    startWaits: processor.startWaits(),
    finishedVersion: jobs.finished.version,
    finishedCount: jobs.finished.count,
    refusedVersion: jobs.refusedVersion,
    problemsVersion: problems.version,
    handlersVersion: handler.version,
    handler: handler.view(),
    tries: sources.tries(),
    repeats: sources.repeats(),
    bulkActs: sources.bulk.views(),
    exports: sources.exports.views(),
    holdLife: sources.holdLife(),
    recurringVersion: sources.recurringVersion(),
    journal: sources.journal(),
    recovery: sources.recovery(),
    auditVersion: sources.auditVersion(),
    scan: sources.scan(),
    bumpNotice: sources.bumpNotice(),
    search: sources.search(),
  }
}
