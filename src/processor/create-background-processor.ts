import type {
  BackgroundProcessor,
  BackgroundProcessorOptions,
  EarlierJob,
  ProcessorEvents,
  ProcessorState,
  RunningJob,
  StartWaits,
  StopOptions,
  WaitingJob,
} from './background-processor'
import { Admission } from './admission'
import { systemClock, type Clock, type Unsubscribe } from './clock'
import type { Dedup, Hold } from './dedup'
import { EventHub } from './event-hub'
import { IdleWatch } from './idle-watch'
import type { Job } from './job'
import type { JobRun } from './job-run'
import type { RunAgain, RunEnd } from './job-runner'
import type { TimeBase } from './job-views'
import { keptIn } from './journaled-dedup'
import { Lanes } from './lanes'
import type { ScheduleOutcome } from './outcomes'
import { laneCountOf, laneLimitOf, timeLimitOf } from './processor-options'
import { ProcessorViews } from './processor-views'
import { stopProcessor } from './stop-processor'
import { WaitingLineView } from './waiting-line-view'
import { WaitingLine } from './waiting-line'

/** What becomes of the hold of a waiting job that leaves without a run. */
type Fate = NonNullable<StopOptions['waiting']>

/**
 * Starts a processor at once (go-io: `NewBackgroundProcessor`).
 * @throws KeyholdError `bad-capacity`, `bad-option`
 */
export function createBackgroundProcessor<Arg>(
  options: BackgroundProcessorOptions<Arg>,
): BackgroundProcessor<Arg> {
  return new Processor(options)
}

class Processor<Arg> implements BackgroundProcessor<Arg> {
  readonly queueView: WaitingLineView<Arg>
  readonly #dedup: Dedup
  readonly #clock: Clock
  readonly #base: TimeBase
  readonly #admission: Admission<Arg>
  readonly #waiting: WaitingLine<Arg>
  readonly #lanes: Lanes<Arg>
  readonly #views: ProcessorViews<Arg>
  readonly #idle = new IdleWatch(() => this.#isIdle())
  readonly #events = new EventHub<ProcessorEvents<Arg>>()
  #state: ProcessorState
  /** Of jobs that still wait when the processor stops. */
  #fate: Fate = 'release'
  #stopping: Promise<void> | undefined

  constructor(options: BackgroundProcessorOptions<Arg>) {
    const clock = (this.#clock = options.clock ?? systemClock)
    const dedup = (this.#dedup = keptIn(options, clock))
    this.#base = { wall: clock.wall(), monotonic: clock.monotonic() }
    this.#state = options.paused === true ? 'paused' : 'running'
    this.#lanes = new Lanes({
      ...{ count: laneCountOf(options.concurrency), handler: options.handler, dedup, clock },
      timeoutMs: timeLimitOf(options.timeoutMs),
      whenHoldUnknown: options.whenHoldUnknown ?? 'run',
      next: () => (this.#mayStart() ? this.#waiting.next() : undefined),
      giveBack: (job) => this.#waiting.giveBack(job),
      scheduledAt: (job) => this.#base.wall + job.acceptedAt,
      attemptOf: (job) => this.#waiting.failedOf(job) + 1,
      listeners: {
        onStart: (run) => this.#started(run),
        onEnd: (run, end) => this.#ended(run, end),
        onAgain: (run, again) => this.#again(run, again),
        onBack: ({ job }) => this.#back(job),
        onSettledLate: (run) => this.#forget(run.job),
      },
    })
    this.#waiting = new WaitingLine({
      initialCapacity: options.initialCapacity,
      clock,
      ahead: this.#lanes.ahead,
      onDue: () => this.#lanes.wake(),
    })
    this.#views = new ProcessorViews({ clock, base: this.#base, waiting: this.#waiting, lanes: this.#lanes })
    this.queueView = new WaitingLineView(this.#waiting, this.#views)
    this.#admission = new Admission({
      dedup,
      worstCaseMs: () => this.worstCaseMs(),
      msSince: (moment) => clock.wall() - moment,
      isClosed: () => this.#state === 'draining' || this.#state === 'stopped',
      onAdmitted: (job, scheduledAt) => this.#accept(job, scheduledAt),
      onUnkept: (job) => this.#takeOut(job),
      onRefused: (key, outcome) => this.#events.emit('refused', () => ({ key, outcome })),
      onNothing: () => this.#idle.look(),
    })
  }

  schedule(key: string, backoffMs: number, arg: Arg): Promise<boolean> {
    return this.#admission.ask(key, backoffMs, arg, ({ outcome }) => outcome === 'scheduled')
  }

  scheduleWithReason(key: string, backoffMs: number, arg: Arg): Promise<ScheduleOutcome> {
    return this.#admission.ask(key, backoffMs, arg, (outcome) => outcome)
  }

  adopt(job: EarlierJob<Arg>): Promise<ScheduleOutcome> {
    return this.#admission.adopt(job)
  }

  queueLength(): number {
    return this.#waiting.length
  }

  runningCount(): number {
    return this.#lanes.runningCount
  }

  abandonedCount(): number {
    return this.#lanes.abandoned
  }

  queueVersion(): number {
    return this.#waiting.version
  }

  waitingJobs(offset: number, limit: number): readonly WaitingJob<Arg>[] {
    return this.#views.range(offset, limit)
  }

  runningJobs(): readonly RunningJob<Arg>[] {
    return this.#views.running()
  }

  findJob(wanted: { readonly jobId: number } | { readonly key: string }): WaitingJob<Arg> | undefined {
    const job = 'key' in wanted ? this.#admission.find(wanted.key) : this.#views.jobOf(wanted.jobId)
    return job && this.#views.known(job)
  }

  cancel(jobId: number): 'removed' | 'aborting' | 'not-found' {
    const run = this.#lanes.find(jobId)
    if (run !== undefined) {
      this.#lanes.abort(run, 'cancelled')
      return 'aborting'
    }
    const job = this.#waiting.remove(jobId)
    if (job === undefined) return 'not-found'
    this.#drop(job, 'release')
    return 'removed'
  }

  runNext(jobId: number): 'moved' | 'not-waiting' {
    const run = this.#lanes.find(jobId)
    if (run?.mayWait === false || !this.#waiting.putFirst(jobId)) return 'not-waiting'
    this.#lanes.recall()
    if (this.#state !== 'paused') this.#lanes.wake()
    return 'moved'
  }

  holdOf(jobId: number): Hold | undefined {
    const hold = this.#views.jobOf(jobId)?.hold
    return hold?.generation === undefined ? undefined : hold
  }

  startWaits(): StartWaits {
    return this.#views.startWaits()
  }

  worstCaseMs(): number {
    const ahead = this.#waiting.length + this.#lanes.runningCount
    return Math.ceil(((ahead + 1) * this.#lanes.longestMs()) / this.#lanes.usable)
  }

  bumpRemoteDedupKey(): Promise<string> {
    return this.#dedup.bump()
  }

  state(): ProcessorState {
    return this.#state
  }

  pause(): void {
    if (this.#state !== 'running' && this.#state !== 'draining') return
    this.#enter('paused')
    this.#lanes.recall()
  }

  resume(): void {
    if (this.#state === 'paused' || this.#state === 'draining') this.#enter('running')
  }

  limitConcurrency(lanes: number): void {
    this.#lanes.limit(laneLimitOf(lanes))
  }

  drain(): Promise<void> {
    if (this.#state === 'running' || this.#state === 'paused') this.#enter('draining')
    return this.#idle.idle()
  }

  stop(options: StopOptions = {}): Promise<void> {
    this.#stopping ??= this.#stop(options)
    return this.#stopping
  }

  on<Name extends keyof ProcessorEvents<Arg>>(
    name: Name,
    listener: (event: ProcessorEvents<Arg>[Name]) => void,
  ): Unsubscribe {
    return this.#events.on(name, listener)
  }

  #accept(job: Job<Arg>, scheduledAt: number | undefined): void {
    const { wall, monotonic } = this.#base
    const now = this.#clock.monotonic() - monotonic
    job.acceptedAt = Math.round(scheduledAt === undefined ? now : scheduledAt - wall)
    this.#waiting.add(job)
    this.#events.emit('scheduled', () => this.#views.accepted(job))
    if (this.#state !== 'paused') this.#lanes.wake()
  }

  #started(run: JobRun<Arg>): void {
    if (run.behind !== undefined) this.#waiting.touch()
    this.#events.emit('started', () => this.#views.started(run))
  }

  #ended(run: JobRun<Arg>, end: RunEnd): void {
    const ended = this.#views.ended(run, end)
    if (run.behind !== undefined) this.#waiting.touch()
    if (!end.stillOut) this.#forget(run.job)
    this.#events.emit('finished', ended)
    this.#idle.look()
  }

  /** An attempt has failed, and another is wanted. */
  #again({ job }: JobRun<Arg>, { delayMs, error }: RunAgain): void {
    const retry = this.#waiting.retry(job, delayMs, error)
    job.state = 'waiting'
    if (this.#state === 'stopped') {
      this.#waiting.remove(job.id)
      this.#drop(job, this.#fate)
      return
    }
    this.#events.emit('retrying', () => this.#views.retrying(retry))
  }

  /** It was handed over, and has not run. */
  #back(job: Job<Arg>): void {
    job.state = 'waiting'
    if (this.#state === 'stopped') this.#drop(job, this.#fate)
    else this.#waiting.giveBack(job)
  }

  /** A waiting job leaves without a run. */
  #drop(job: Job<Arg>, fate: Fate): void {
    if (job.hold !== undefined) {
      if (fate === 'release') this.#dedup.release(job.hold)
      else this.#dedup.abandon(job.hold)
    }
    const dropped = this.#views.dropped(job, this.#state === 'stopped' ? fate : undefined)
    this.#forget(job)
    this.#events.emit('finished', dropped)
    this.#idle.look()
  }

  /** A job that the journal could not keep leaves, unless it has started, or is as good as started. */
  #takeOut(job: Job<Arg>): boolean {
    if (!this.#waiting.removeUnstarted(job)) return false
    this.#drop(job, 'release')
    return true
  }

  #stop(options: StopOptions): Promise<void> {
    this.#fate = options.waiting ?? 'release'
    this.#enter('stopped')
    const parts = { waiting: this.#waiting, lanes: this.#lanes, idle: this.#idle, dedup: this.#dedup }
    return stopProcessor(parts, this.#clock, options, (job) => this.#drop(job, this.#fate))
  }

  #mayStart(): boolean {
    return this.#state !== 'paused' && this.#state !== 'stopped'
  }

  /** Nothing is being scheduled, waits or runs. */
  #isIdle(): boolean {
    return this.#admission.taking === 0 && this.#waiting.length === 0 && this.#lanes.runningCount === 0
  }

  #enter(state: ProcessorState): void {
    this.#state = state
    this.#events.emit('state', () => ({ state }))
    if (state === 'running' || state === 'draining') this.#lanes.wake()
  }

  #forget(job: Job<Arg>): void {
    this.#admission.forget(job)
    this.#waiting.forget(job)
  }
}
