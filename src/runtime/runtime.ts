import type { ChannelName, RequestOf, ResponseOf } from '../contract/channels'
import type { InterruptedChoice } from '../contract/journal'
import type { LiveState } from '../contract/live'
import type { Profile, ProfileAdjustment } from '../contract/profile'
import type { HostLauncher } from '../handlers/host-launcher'
import type { AuditFace } from './audit/audit-face'
import type { BulkActs } from './bulk/bulk-acts'
import type { BumpsFace } from './bump/bumps-face'
import type { ChartsFace } from './charts/charts-face'
import type { ExportsFace } from './exports/exports-face'
import type { QueueFace } from './jobs/queue-view/queue-face'
import type { HistoryFace } from './history/history-face'
import type { HandlersFace } from './handlers/handlers-face'
import type { JournalFace } from './journal/journal-face'
import type { JobsFace } from './jobs/jobs-face'
import type { ImportsFace } from './imports/imports'
import type { RepeatsFace } from './repeats/repeats-face'
import type { RecurringFace, RecurringStore } from './recurring/recurring-face'
import type { HoldsFace } from './held-keys/held-keys-face'

/** Logs with go-io's codes: `log('error', 'bg_processor_error_set_dedup_key', {...})`. */
export type RuntimeLog = (
  level: 'info' | 'warn' | 'error',
  code: string,
  fields: Readonly<Record<string, unknown>>,
) => void

export interface ProfileStoreOptions {
  /** The database of the profile, absolute. Its folder is made. */
  readonly file: string
  /** The built thread of the store, absolute. */
  readonly entry: string
  /** What is committed outlives the app; `full`: a power cut as well. */
  readonly durability: 'normal' | 'full'
  /** Where handler hosts mark what they run, so that it is known after a crash; absolute. */
  readonly marksFolder: string
}

export interface RuntimeOptions {
  readonly profile: Profile
  /** The whole address, password included: `redis://`, `rediss://`, `unix:`. */
  readonly redisUrl: string
  /** The address as it may be shown. */
  readonly address: string
  /** Absolute. */
  readonly handlerFolder: string
  /** Where the texts of scripts that ran are kept; absolute. */
  readonly versionsFolder: string
  readonly hostLauncher: HostLauncher
  /** Moves a file to the system's trash. @param path absolute */
  readonly trash: (path: string) => Promise<void>
  readonly appVersion: string
  /** Absent: there are none at first, and none are kept. */
  readonly recurring?: RecurringStore
  /** Ids of this app's processors since it started; the one that starts is added. */
  readonly ownInstances?: Set<string>
  /** The user of the system, as the audit has them. Default: `unknown`. */
  readonly operator?: string
  /** Where history, audit and journal are kept. Absent: nowhere. */
  readonly store?: ProfileStoreOptions
  /** What becomes of a job that ran when the app ended before. Default: the operator is asked. */
  readonly interrupted?: InterruptedChoice
  /** Starts with the queue paused. Default false. */
  readonly paused?: boolean
  readonly log: RuntimeLog
}

/** What a quit has to ask about. */
export interface Pending {
  readonly waiting: number
  readonly running: number
  /** A journal keeps the waiting jobs for the next start. */
  readonly keeps: boolean
}

type Answer<Name extends ChannelName> = Promise<ResponseOf<Name>> | ResponseOf<Name>
type WithoutProfile<Request> = Omit<Request, 'profileId'>

/**
 * One profile at work: connection, dedup, processor, inspector and handlers, and what is remembered of them.
 * Everything it answers is a view of the contract. Methods throw KeyholdError.
 */
export interface Runtime {
  readonly profile: Profile
  /** Takes effect at once; jobs wait and run on. */
  adjust(change: ProfileAdjustment): void
  live(): LiveState
  /** Called (often) after something in `live()` changed: mark only, and read later. @returns unsubscribes */
  onChange(listener: () => void): () => void

  waiting(request: WithoutProfile<RequestOf<'queue.waiting'>>): Answer<'queue.waiting'>
  finished(request: WithoutProfile<RequestOf<'queue.finished'>>): Answer<'queue.finished'>
  refused(): Answer<'queue.refused'>
  problems(): Answer<'queue.problems'>
  argument(jobId: number): Answer<'queue.argument'>
  pause(reason?: string): void
  resume(): void
  cancel(jobId: number): Answer<'queue.cancel'>

  schedule(request: WithoutProfile<RequestOf<'schedule.job'>>): Answer<'schedule.job'>
  repeat(request: WithoutProfile<RequestOf<'schedule.repeat'>>): Answer<'schedule.repeat'>
  cancelRepeat(repeatId: string): Answer<'schedule.cancel-repeat'>
  scheduleSamples(): Answer<'schedule.samples'>
  keyState(key: string): Answer<'schedule.key-state'>

  scanHeldKeys(request: WithoutProfile<RequestOf<'held-keys.scan'>>): Answer<'held-keys.scan'>
  stopScan(scanId: string): Answer<'held-keys.stop-scan'>
  heldKeyRows(request: WithoutProfile<RequestOf<'held-keys.rows'>>): Answer<'held-keys.rows'>
  lookUp(key: string): Answer<'held-keys.look-up'>
  release(request: WithoutProfile<RequestOf<'held-keys.release'>>): Answer<'held-keys.release'>

  readonly queue: QueueFace
  /** Acts on many things, whatever began them. */
  readonly bulk: Pick<BulkActs, 'stop' | 'failures' | 'dismiss'>

  readonly audit: AuditFace
  /** Files that are written in the background, whatever began them. */
  readonly exports: ExportsFace

  readonly bumps: BumpsFace
  readonly handlers: HandlersFace
  readonly charts: ChartsFace
  readonly job: JobsFace
  readonly imports: ImportsFace
  readonly journal: JournalFace
  readonly repeats: RepeatsFace
  readonly recurring: RecurringFace
  /** One hold closely, and acts on many. */
  readonly holds: HoldsFace
  /** The jobs that have ended, over restarts of the app. */
  readonly history: HistoryFace

  /** Jobs waiting and running here: what a quit asks about. */
  pending(): Pending
  /**
   * Pauses repeats and imports, then refuses schedules and runs what waits, a paused queue's jobs too. Resolves when
   * nothing waits or runs; one that was taken back, at some time later.
   */
  drain(): Promise<void>
  /** Takes a drain back: the queue, its repeats and imports go on as they were before. */
  endDrain(): void
  /**
   * Refuses schedules, aborts what still runs after 5 s, sends settles, releases or keeps waiting holds, closes
   * Redis and the handler host. At most 9 s in all.
   */
  stop(options: { readonly waiting: 'release' | 'keep' }): Promise<void>
}
