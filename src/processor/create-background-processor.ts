import type {
  BackgroundProcessor,
  BackgroundProcessorOptions,
  ProcessorEvents,
  ProcessorState,
  RunningJob,
  StopOptions,
  WaitingJob,
} from './background-processor'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { systemClock, type Clock, type Unsubscribe } from './clock'
import type { Dedup, TakeOutcome } from './dedup'
import { EventHub } from './event-hub'
import { viewFinished, viewRunning, viewWaiting, type Job, type TimeBase } from './job'
import { backoffProblem, keyProblem } from './job-request'
import type { JobRun } from './job-run'
import { ABORT_GRACE_MS, Lanes, type RunEnd } from './lanes'
import type { ScheduleOutcome } from './outcomes'
import { laneCountOf, timeLimitOf } from './processor-options'
import { SyncQueue } from './sync-queue'

/** How long a stop waits for running jobs unless told otherwise. */
const STOP_GRACE_MS = 5_000
/** How long a stop waits for Redis to take the last settles and releases. */
const FLUSH_MS = 2_000
/** Waiting jobs that a stop drops in one turn of the event loop, so that their releases are on the way meanwhile. */
const DROPPED_A_TURN = 1_000

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
  readonly #dedup: Dedup
  readonly #clock: Clock
  readonly #base: TimeBase
  readonly #laneCount: number
  readonly #queue: SyncQueue<Job<Arg>>
  readonly #lanes: Lanes<Arg>
  readonly #events = new EventHub<ProcessorEvents<Arg>>()
  /** Jobs by key, from reservation to end: at most one a key. */
  readonly #jobs = new Map<string, Job<Arg>>()
  readonly #whenIdle = new Set<() => void>()
  #state: ProcessorState
  #version = 0
  /** Schedules whose hold is being taken. */
  #taking = 0
  #stopping: Promise<void> | undefined

  constructor(options: BackgroundProcessorOptions<Arg>) {
    this.#queue = new SyncQueue(options.initialCapacity)
    this.#laneCount = laneCountOf(options.concurrency)
    this.#dedup = options.dedup
    this.#clock = options.clock ?? systemClock
    this.#base = { wall: this.#clock.wall(), monotonic: this.#clock.monotonic() }
    this.#state = options.paused === true ? 'paused' : 'running'
    this.#lanes = new Lanes({
      count: this.#laneCount,
      handler: options.handler,
      dedup: options.dedup,
      clock: this.#clock,
      timeoutMs: timeLimitOf(options.timeoutMs),
      whenHoldUnknown: options.whenHoldUnknown ?? 'run',
      next: () => this.#next(),
      scheduledAt: (job) => this.#base.wall + job.acceptedAt,
      onStart: (run) => this.#started(run),
      onEnd: (run, end) => this.#ended(run, end),
      onSettledLate: (run) => this.#forget(run.job),
    })
  }

  schedule(key: string, backoffMs: number, arg: Arg): Promise<boolean> {
    return this.#ask(key, backoffMs, arg, ({ outcome }) => outcome === 'scheduled')
  }

  scheduleWithReason(key: string, backoffMs: number, arg: Arg): Promise<ScheduleOutcome> {
    return this.#ask(key, backoffMs, arg, (outcome) => outcome)
  }

  queueLength(): number {
    return this.#queue.length
  }

  runningCount(): number {
    return this.#lanes.running.size
  }

  abandonedCount(): number {
    return this.#lanes.abandoned
  }

  queueVersion(): number {
    return this.#version
  }

  waitingJobs(offset: number, limit: number): readonly WaitingJob<Arg>[] {
    const now = this.#clock.monotonic()
    return this.#queue.range(offset, limit).map((job) => viewWaiting(job, this.#base, now))
  }

  runningJobs(): readonly RunningJob<Arg>[] {
    return [...this.#lanes.running.values()].map((run) => this.#viewRun(run))
  }

  findJob(wanted: { readonly jobId: number } | { readonly key: string }): WaitingJob<Arg> | undefined {
    const job = 'key' in wanted ? this.#jobs.get(wanted.key) : this.#byId(wanted.jobId)
    if (job === undefined || job.state === 'taking') return undefined
    return viewWaiting(job, this.#base, this.#clock.monotonic())
  }

  cancel(jobId: number): 'removed' | 'aborting' | 'not-found' {
    for (const run of this.#lanes.running.values()) {
      if (run.jobId !== jobId) continue
      this.#lanes.abort(run, 'cancelled')
      return 'aborting'
    }
    const job = this.#queue.remove(jobId - 1)
    if (job === undefined) return 'not-found'
    this.#version++
    this.#drop(job, 'release')
    return 'removed'
  }

  worstCaseMs(): number {
    const ahead = this.#queue.length + this.#lanes.running.size
    return Math.ceil(((ahead + 1) * this.#lanes.longestMs()) / this.#laneCount)
  }

  bumpRemoteDedupKey(): Promise<string> {
    return this.#dedup.bump()
  }

  state(): ProcessorState {
    return this.#state
  }

  pause(): void {
    if (this.#state === 'running') this.#enter('paused')
  }

  resume(): void {
    if (this.#state === 'paused') this.#enter('running')
  }

  drain(): Promise<void> {
    if (this.#state === 'running' || this.#state === 'paused') this.#enter('draining')
    return this.#idle()
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

  /** One promise a schedule, whatever of its outcome is wanted. */
  #ask<Answer>(
    key: string,
    backoffMs: number,
    arg: Arg,
    answerOf: (outcome: ScheduleOutcome) => Answer,
  ): Promise<Answer> {
    const problem = keyProblem(key) ?? backoffProblem(backoffMs)
    if (problem !== undefined) return Promise.reject(problem)
    return new Promise((resolve) => {
      this.#schedule(key, backoffMs, arg, (outcome) => resolve(answerOf(outcome)))
    })
  }

  #schedule(key: string, backoffMs: number, arg: Arg, answer: (outcome: ScheduleOutcome) => void): void {
    if (this.#isClosed()) {
      this.#refuse(key, { outcome: 'stopped' }, answer)
      return
    }
    const known = this.#jobs.get(key)
    if (known?.state === 'taking') {
      ;(known.followers ??= []).push(answer)
      return
    }
    if (known !== undefined) {
      this.#refuse(key, queuedHere(known), answer)
      return
    }
    const job: Job<Arg> = {
      id: 0,
      key,
      backoffMs,
      arg,
      acceptedAt: 0,
      state: 'taking',
      hold: undefined,
      followers: undefined,
    }
    this.#jobs.set(key, job)
    this.#taking++
    const worstCaseMs = this.worstCaseMs()
    this.#dedup.take({ key, backoffMs, worstCaseMs }, (outcome) => this.#taken(job, outcome, answer))
  }

  #taken(job: Job<Arg>, taken: TakeOutcome, answer: (outcome: ScheduleOutcome) => void): void {
    const { followers } = job
    job.followers = undefined
    this.#taking--
    if (taken.outcome !== 'taken') {
      this.#forget(job)
      this.#refuse(job.key, taken, answer)
      for (const follower of followers ?? []) this.#refuse(job.key, taken, follower)
      this.#tellIdle()
      return
    }
    job.hold = taken.hold
    if (this.#isClosed()) {
      this.#dedup.release(taken.hold)
      this.#forget(job)
      for (const caller of [answer, ...(followers ?? [])])
        this.#refuse(job.key, { outcome: 'stopped' }, caller)
      this.#tellIdle()
      return
    }
    this.#accept(job)
    answer({ outcome: 'scheduled', jobId: job.id })
    for (const follower of followers ?? []) this.#refuse(job.key, queuedHere(job), follower)
  }

  #accept(job: Job<Arg>): void {
    job.state = 'waiting'
    job.acceptedAt = Math.round(this.#clock.monotonic() - this.#base.monotonic)
    job.id = this.#queue.enqueue(job) + 1
    this.#version++
    this.#events.emit('scheduled', () => viewWaiting(job, this.#base, this.#clock.monotonic()))
    if (this.#state !== 'paused') this.#lanes.wake()
  }

  #refuse(
    key: string,
    outcome: Exclude<ScheduleOutcome, { outcome: 'scheduled' }>,
    answer: (outcome: ScheduleOutcome) => void,
  ): void {
    answer(outcome)
    this.#events.emit('refused', () => ({ key, outcome }))
  }

  #next(): Job<Arg> | undefined {
    if (this.#state === 'paused' || this.#state === 'stopped') return undefined
    const job = this.#queue.tryDequeue()
    if (job === undefined) return undefined
    this.#version++
    job.state = 'running'
    return job
  }

  #started(run: JobRun<Arg>): void {
    this.#events.emit('started', () => this.#viewRun(run))
  }

  #ended(run: JobRun<Arg>, end: RunEnd): void {
    const { job } = run
    if (!end.stillOut) this.#forget(job)
    this.#events.emit('finished', () =>
      viewFinished(job, { ...end, ageMs: this.#ageOf(job) }, run.confirmed, this.#base),
    )
    this.#tellIdle()
  }

  /** A waiting job leaves without a run. */
  #drop(job: Job<Arg>, fate: 'release' | 'keep'): void {
    if (job.hold !== undefined) {
      if (fate === 'release') this.#dedup.release(job.hold)
      else this.#dedup.abandon(job.hold)
    }
    this.#forget(job)
    const end = { outcome: 'cancelled', ageMs: this.#ageOf(job), runMs: 0, pauseMs: 0 } as const
    this.#events.emit('finished', () => viewFinished(job, end, true, this.#base))
    this.#tellIdle()
  }

  async #stop(options: StopOptions): Promise<void> {
    this.#enter('stopped')
    const fate = options.waiting ?? 'release'
    for (let job = this.#queue.tryDequeue(); job !== undefined; job = this.#queue.tryDequeue()) {
      this.#version++
      this.#drop(job, fate)
      if (this.#queue.length % DROPPED_A_TURN === 0) await nextTurn()
    }
    if (options.running !== 'abort') await this.#runsEnd(options.graceMs ?? STOP_GRACE_MS)
    for (const run of [...this.#lanes.running.values()]) this.#lanes.abort(run, 'cancelled')
    await this.#runsEnd(ABORT_GRACE_MS)
    for (const run of [...this.#lanes.running.values()]) this.#lanes.leave(run)
    await this.#dedup.flush(FLUSH_MS)
  }

  /** Resolves when nothing is being scheduled, waits or runs. */
  #idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve()
    return new Promise((resolve) => void this.#whenIdle.add(resolve))
  }

  async #runsEnd(withinMs: number): Promise<void> {
    if (this.#isIdle()) return
    let cancel: Unsubscribe | undefined
    const limit = new Promise<void>((resolve) => (cancel = this.#clock.after(withinMs, resolve)))
    await Promise.race([this.#idle(), limit])
    cancel?.()
  }

  #isIdle(): boolean {
    return this.#taking === 0 && this.#queue.length === 0 && this.#lanes.running.size === 0
  }

  #isClosed(): boolean {
    return this.#state === 'draining' || this.#state === 'stopped'
  }

  #tellIdle(): void {
    if (this.#whenIdle.size === 0 || !this.#isIdle()) return
    const waiters = [...this.#whenIdle]
    this.#whenIdle.clear()
    for (const resolve of waiters) resolve()
  }

  #enter(state: ProcessorState): void {
    this.#state = state
    this.#events.emit('state', () => ({ state }))
    if (state === 'running' || state === 'draining') this.#lanes.wake()
  }

  #forget(job: Job<Arg>): void {
    job.state = 'ended'
    this.#jobs.delete(job.key)
  }

  #byId(jobId: number): Job<Arg> | undefined {
    for (const run of this.#lanes.running.values()) if (run.jobId === jobId) return run.job
    return this.#queue.get(jobId - 1)
  }

  #ageOf(job: Job<Arg>): number {
    return Math.max(0, this.#clock.monotonic() - this.#base.monotonic - job.acceptedAt)
  }

  #viewRun(run: JobRun<Arg>): RunningJob<Arg> {
    const { lane, startedAt, abortCause } = run
    const aborted = abortCause !== undefined
    return viewRunning(run.job, { lane, startedAt, aborted }, this.#base, this.#clock.monotonic())
  }
}

function queuedHere(job: {
  readonly id: number
  readonly state: string
}): ScheduleOutcome & { outcome: 'queued-here' } {
  return { outcome: 'queued-here', jobId: job.id, state: job.state === 'running' ? 'running' : 'waiting' }
}
