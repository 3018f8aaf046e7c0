import type { RequestOf, ResponseOf, ChannelName } from '../contract/channels'
import type { LiveState } from '../contract/live'
import type { Profile, ProfileAdjustment } from '../contract/profile'
import type { ScheduleOutcome } from '../processor/outcomes'
import type { AssembledRuntime } from './assembled-runtime'
import type { AuditFace } from './audit/audit-face'
import { Draining } from './draining'
import { checkJob, type JobRequest } from './jobs/job-request'
import { liveView, type LiveSources } from './live-view'
import { scheduleOutcomeView } from './views/outcome-view'
import { refuseReadOnly } from './read-only'
import { templatePlan, type RepeatPlan } from './repeats/repeat-plan'
import { Repeats } from './repeats/repeats'
import type { BumpsFace } from './bump/bumps-face'
import type { ChartsFace } from './charts/charts-face'
import type { ExportsFace } from './exports/exports-face'
import type { HandlersFace } from './handlers/handlers-face'
import type { JournalFace } from './journal/journal-face'
import type { JobsFace } from './jobs/jobs-face'
import { Imports } from './imports/imports'
import { keyState } from './held-keys/key-state'
import type { RecurringFace } from './recurring/recurring-face'
import type { HistoryFace } from './history/history-face'
import type { HoldsFace } from './held-keys/held-keys-face'
import type { Pending, Runtime } from './runtime'
import { samplePlan } from './repeats/samples'
import { stopRuntime } from './stop-runtime'
import type { QueueDesk } from './jobs/queue-view/queue-desk'
import { waitingView } from './jobs/waiting-view'

type Request<Name extends ChannelName> = Omit<RequestOf<Name>, 'profileId'>
type Response<Name extends ChannelName> = ResponseOf<Name>

/** The face of a runtime: refuses what a read-only profile may not do, and hands each question to its part. */
export class ProfileRuntime implements Runtime {
  readonly audit: AuditFace
  readonly bumps: BumpsFace
  readonly handlers: HandlersFace
  readonly charts: ChartsFace
  readonly holds: HoldsFace
  readonly bulk: Runtime['bulk']
  readonly exports: ExportsFace
  readonly job: JobsFace
  readonly imports: Imports
  readonly repeats: Repeats
  readonly recurring: RecurringFace
  readonly queue: QueueDesk
  readonly journal: JournalFace
  readonly history: HistoryFace
  readonly #parts: AssembledRuntime
  readonly #sources: LiveSources
  readonly #draining: Draining
  #sequence = 0
  #stopped: Promise<void> | undefined

  constructor(parts: AssembledRuntime) {
    this.#parts = parts
    this.audit = parts.audit
    this.bumps = parts.bumps
    this.handlers = parts.desk
    this.charts = parts.charts
    this.holds = parts.heldKeys.acts
    this.bulk = parts.bulk
    this.exports = parts.exports
    this.job = parts.jobDesk
    this.repeats = new Repeats((job) => this.#schedule(job), parts.change.mark)
    this.#draining = new Draining(parts.processor, this.repeats)
    this.imports = new Imports({ profile: parts.profile, start: (plan) => this.repeats.start(plan) })
    this.recurring = parts.recurring
    this.queue = parts.queue
    this.journal = parts.journal
    this.history = parts.history
    this.#sources = {
      ...parts,
      profileId: parts.profile.id,
      connection: () => parts.connection.view(),
      generation: () => parts.dedup.generation(),
      generationError: () => parts.dedup.generationError(),
      repeats: () => this.repeats.views(),
      scan: () => parts.heldKeys.scanView(),
      bumpNotice: () => parts.bumps.notice(),
      search: () => parts.queue.searchView(),
      progressOf: (jobId) => parts.runs.progressOf(jobId),
      linesOf: (jobId) => parts.lines.countOf(jobId),
      tries: () => parts.tries.views(),
      holdLife: () => ({ worstCaseMs: parts.processor.worstCaseMs(), leaseMs: parts.dedup.leaseMs }),
      recurringVersion: () => parts.recurring.version,
      journal: () => parts.journal.view(),
      recovery: () => parts.journal.recoveryView(),
      auditVersion: () => parts.audit.version,
    }
  }

  /** With the handler that is active now. */
  get profile(): Profile {
    return { ...this.#parts.profile, handler: this.#parts.handler.file }
  }

  adjust({ name, environment, concurrency }: ProfileAdjustment): void {
    const { profile, handler } = this.#parts
    Object.assign(profile, { name, environment, concurrency })
    handler.bound(concurrency)
  }

  live(): LiveState {
    this.#sequence += 1
    return liveView(this.#sources, this.#sequence, this.#parts.clock.wall())
  }

  onChange(listener: () => void): () => void {
    return this.#parts.change.on(listener)
  }

  waiting(request: Request<'queue.waiting'>): Response<'queue.waiting'> {
    const { processor, jobs, handler, clock } = this.#parts
    return waitingView(processor, request, {
      typicalMs: jobs.typicalMs(),
      lanes: handler.concurrency,
      attempts: handler.attempts,
      now: clock.wall(),
    })
  }

  finished(request: Request<'queue.finished'>): Response<'queue.finished'> {
    return this.queue.finished(request)
  }

  refused(): Response<'queue.refused'> {
    const { jobs } = this.#parts
    return { version: jobs.refusedVersion, rows: jobs.refusedRows() }
  }

  problems(): Response<'queue.problems'> {
    const { problems } = this.#parts
    return { version: problems.version, rows: problems.rows() }
  }

  argument(jobId: number): Response<'queue.argument'> {
    const { processor, jobs } = this.#parts
    return { argument: processor.findJob({ jobId })?.arg ?? jobs.argumentOf(jobId) ?? null }
  }

  pause(reason?: string): void {
    this.#refuseReadOnly('Pausing')
    this.#draining.refuse('paused')
    const { audit, processor } = this.#parts
    const wasRunning = processor.state() === 'running'
    processor.pause()
    if (wasRunning) audit.note({ act: 'pause', ...this.#counts() }, reason)
  }

  resume(): void {
    this.#refuseReadOnly('Resuming')
    this.#draining.refuse('resumed')
    const { audit, processor } = this.#parts
    const wasPaused = processor.state() === 'paused'
    processor.resume()
    if (wasPaused) audit.note({ act: 'resume', waiting: processor.queueLength() })
  }

  cancel(jobId: number): Response<'queue.cancel'> {
    this.#refuseReadOnly('Cancelling a job')
    const { audit, change, processor } = this.#parts
    const key = processor.findJob({ jobId })?.key ?? ''
    const outcome = processor.cancel(jobId)
    if (outcome !== 'not-found') audit.note({ act: 'cancel', key, jobId, outcome })
    change.mark()
    return { outcome }
  }

  async schedule(request: Request<'schedule.job'>): Promise<Response<'schedule.job'>> {
    this.#refuseReadOnly('Scheduling')
    checkJob(request)
    const outcome = await this.#schedule(request)
    this.#parts.change.mark()
    return scheduleOutcomeView(outcome, this.#parts.dedup.instance)
  }

  async repeat(request: Request<'schedule.repeat'>): Promise<Response<'schedule.repeat'>> {
    return this.#startRepeat(() => templatePlan(request))
  }

  cancelRepeat(repeatId: string): Promise<Response<'schedule.cancel-repeat'>> {
    return this.repeats.cancel(repeatId)
  }

  async scheduleSamples(): Promise<Response<'schedule.samples'>> {
    return this.#startRepeat(() => samplePlan(this.#parts.handler.file))
  }

  keyState(key: string): Promise<Response<'schedule.key-state'>> {
    return keyState(this.#parts, key)
  }

  async scanHeldKeys({ filter }: Request<'held-keys.scan'>): Promise<Response<'held-keys.scan'>> {
    return this.#parts.heldKeys.scan(filter)
  }

  async stopScan(scanId: string): Promise<Response<'held-keys.stop-scan'>> {
    return this.#parts.heldKeys.stopScan(scanId)
  }

  async heldKeyRows(request: Request<'held-keys.rows'>): Promise<Response<'held-keys.rows'>> {
    return this.#parts.heldKeys.rows(request)
  }

  lookUp(key: string): Promise<Response<'held-keys.look-up'>> {
    return this.#parts.heldKeys.lookUp(key)
  }

  async release(request: Request<'held-keys.release'>): Promise<Response<'held-keys.release'>> {
    this.#refuseReadOnly('Releasing a key')
    return this.#parts.heldKeys.release(request)
  }

  pending(): Pending {
    return { ...this.#counts(), keeps: this.#parts.journal.keeps }
  }

  drain(): Promise<void> {
    return this.#draining.begin()
  }

  endDrain(): void {
    this.#draining.end()
  }

  stop({ waiting }: { readonly waiting: 'release' | 'keep' }): Promise<void> {
    this.#stopped ??= stopRuntime(this.#parts, this.repeats, waiting)
    return this.#stopped
  }

  #counts(): { readonly waiting: number; readonly running: number } {
    const { processor } = this.#parts
    return { waiting: processor.queueLength(), running: processor.runningCount() }
  }

  #schedule({ key, backoffMs, argument }: JobRequest): Promise<ScheduleOutcome> {
    return this.#parts.processor.scheduleWithReason(key, backoffMs, argument)
  }

  #startRepeat(plan: () => RepeatPlan): Response<'schedule.repeat'> {
    this.#refuseReadOnly('Scheduling')
    return this.repeats.start(plan())
  }

  #refuseReadOnly(act: string): void {
    refuseReadOnly(this.#parts.profile, act)
  }
}
