import type { Clock } from './clock'
import type { Dedup } from './dedup'
import { HandOver } from './hand-over'
import type { Job } from './job'
import type { JobHandler } from './job-handler'
import { JobRun, type AbortCause } from './job-run'
import { JobRunner, type RunAgain, type RunEnd, type RunListeners } from './job-runner'
import { Lane, type LanePause } from './lane'
import { isRemote, type RemoteHandler } from './remote-handler'
import { SlidingMaximum } from './sliding-maximum'
import type { WaitingLineOptions } from './waiting-line'

/** Jobs begun in one turn of the event loop, so that callers and timers get theirs. */
const JOBS_A_TURN = 256
/** How long the longest run counts towards the worst case. */
const RECENT_MS = 10 * 60_000

export interface LanesOptions<Arg> {
  readonly count: number
  readonly handler: JobHandler<Arg> | RemoteHandler<Arg>
  readonly dedup: Dedup
  readonly clock: Clock
  readonly timeoutMs: number | undefined
  readonly whenHoldUnknown: 'run' | 'wait'
  /** The next job to run; undefined when none may start now. */
  readonly next: () => Job<Arg> | undefined
  /** A job that `next` gave goes before the others again. */
  readonly giveBack: (job: Job<Arg>) => void
  readonly scheduledAt: (job: Job<Arg>) => number
  /** Which attempt comes next, from 1. */
  readonly attemptOf: (job: Job<Arg>) => number
  readonly listeners: RunListeners<Arg>
}

/** The loops that run jobs: takes the next one for each lane that is free, and keeps the pause that it asks for. */
export class Lanes<Arg> implements RunListeners<Arg> {
  readonly #options: LanesOptions<Arg>
  readonly #lanes: readonly Lane<Arg>[]
  readonly #free: Lane<Arg>[]
  readonly #runner: JobRunner<Arg>
  /** Only where the handler is elsewhere. */
  readonly #handOver: HandOver<Arg> | undefined
  readonly #longest = new SlidingMaximum(RECENT_MS)
  #running = 0
  #limit: number
  #woken = false

  constructor(options: LanesOptions<Arg>) {
    this.#options = options
    this.#limit = options.count
    this.#lanes = Array.from({ length: options.count }, (_, index) => new Lane<Arg>(index))
    this.#free = [...this.#lanes].reverse()
    this.#runner = new JobRunner({ ...options, listeners: this })
    const { handler } = options
    if (isRemote(handler)) this.#handOver = this.#handOverTo(handler)
  }

  /** Runs that have a lane. */
  get runningCount(): number {
    return this.#running
  }

  running(): JobRun<Arg>[] {
    return this.#lanes.flatMap(({ front }) => front ?? [])
  }

  /** Jobs that were handed over, and wait. */
  get ahead(): WaitingLineOptions<Arg>['ahead'] {
    return this.#handOver ?? NONE_AHEAD
  }

  /** The run of a job that is running, or was handed over. */
  find(jobId: number): JobRun<Arg> | undefined {
    for (const { front } of this.#lanes) if (front?.jobId === jobId) return front
    return this.#handOver?.runOf(jobId)
  }

  /** Handlers whose lanes have gone on without them. */
  get abandoned(): number {
    return this.#runner.abandoned
  }

  /** Lanes that may be at work at once. */
  get usable(): number {
    return Math.min(this.#limit, this.#lanes.length)
  }

  /** The longest run and pause of the last ten minutes; ms. */
  longestMs(): number {
    return this.#longest.value(this.#options.clock.monotonic())
  }

  /** Of the lanes that keep one, the soonest to end first. */
  pauses(): readonly LanePause[] {
    return this.#lanes.flatMap(({ pause }) => pause ?? []).sort((one, other) => one.endsAt - other.endsAt)
  }

  /** Jobs may be there, or may start again: looks in the next turn of the event loop. */
  wake(): void {
    if (this.#woken || (this.#handOver === undefined && !this.#hasRoom())) return
    this.#woken = true
    setImmediate(() => {
      this.#woken = false
      this.#begin()
    })
  }

  /** At most this many lanes at work, or in their pause, from now on. */
  limit(lanes: number): void {
    this.#limit = lanes
    if (this.#lanes.length - this.#free.length > lanes) this.recall()
    this.wake()
  }

  /** Takes back what was handed over and has not started. */
  recall(): void {
    this.#handOver?.recallAll()
  }

  abort(run: JobRun<Arg>, cause: AbortCause): void {
    this.#runner.abort(run, cause)
  }

  /** Aborts all that a handler has. */
  abortAll(cause: AbortCause): void {
    for (const run of this.#out()) this.#runner.abort(run, cause)
  }

  /** The lanes go on although their handlers have not ended. */
  leaveAll(): void {
    for (const run of this.#out()) this.#runner.leave(run)
  }

  onStart(run: JobRun<Arg>): void {
    run.job.state = 'running'
    this.#options.listeners.onStart(run)
  }

  onEnd(run: JobRun<Arg>, end: RunEnd): void {
    const lane = this.#leave(run)
    this.#longest.record(end.runMs + end.pauseMs, this.#options.clock.monotonic())
    this.#options.listeners.onEnd(run, end)
    if (lane === undefined) return
    if (run.startedAt !== undefined) this.#handOver?.record(lane, end.runMs, end.pauseMs)
    if (end.pauseMs > 0) this.#pause(lane, end.pauseMs)
    else this.#goOn(lane)
  }

  onAgain(run: JobRun<Arg>, again: RunAgain): void {
    const lane = this.#leave(run)
    this.#longest.record(again.runMs, this.#options.clock.monotonic())
    this.#options.listeners.onAgain(run, again)
    if (lane === undefined) return
    this.#handOver?.record(lane, again.runMs, 0)
    this.#goOn(lane)
  }

  onBack(run: JobRun<Arg>): void {
    const lane = this.#leave(run)
    this.#options.listeners.onBack(run)
    if (lane !== undefined) this.#goOn(lane)
  }

  onSettledLate(run: JobRun<Arg>): void {
    this.#options.listeners.onSettledLate(run)
  }

  #handOverTo(handler: RemoteHandler<Arg>): HandOver<Arg> {
    return new HandOver({
      ...this.#options,
      lanes: this.#lanes,
      recall: (jobIds) => handler.recall(jobIds),
      hand: (job, lane, behind) => {
        const run = this.#runOf(job, lane)
        this.#runner.handAhead(run, behind.jobId)
        return run
      },
      onRecalled: (lane) => this.#goOn(lane),
    })
  }

  #runOf(job: Job<Arg>, lane: Lane<Arg>): JobRun<Arg> {
    const { scheduledAt, attemptOf } = this.#options
    return new JobRun(job, lane.index, scheduledAt(job), attemptOf(job))
  }

  #hasRoom(): boolean {
    return this.#free.length > 0 && this.#lanes.length - this.#free.length < this.#limit
  }

  #begin(): void {
    for (let begun = 0; begun < JOBS_A_TURN && this.#hasRoom(); begun++) {
      const job = this.#options.next()
      if (job === undefined) return
      const lane = this.#free.pop()
      if (lane === undefined) return
      lane.isFree = false
      lane.front = this.#runOf(job, lane)
      this.#running++
      job.state = 'running'
      this.#runner.begin(lane.front)
    }
    if (this.#hasRoom() || this.#handOver?.fill(JOBS_A_TURN) === true) this.wake()
  }

  /** Everything that a handler has, or is about to have. */
  #out(): readonly JobRun<Arg>[] {
    return [...this.running(), ...(this.#handOver?.runs() ?? [])]
  }

  /** @returns the lane that the run was in */
  #leave(run: JobRun<Arg>): Lane<Arg> | undefined {
    const lane = this.#lanes[run.lane]
    if (lane === undefined) return undefined
    if (lane.front === run) {
      lane.front = undefined
      this.#running--
    } else this.#handOver?.remove(lane, run)
    return lane
  }

  #pause(lane: Lane<Arg>, pauseMs: number): void {
    const { clock } = this.#options
    lane.pause = { ms: pauseMs, endsAt: clock.monotonic() + pauseMs }
    this.#handOver?.recall(lane)
    clock.after(pauseMs, () => this.#pauseOver(lane), { keepAlive: false })
  }

  #pauseOver(lane: Lane<Arg>): void {
    lane.pause = undefined
    this.#goOn(lane)
  }

  /** The next of those that were handed over is the one that runs now; without any, the lane is free. */
  #goOn(lane: Lane<Arg>): void {
    if (lane.isFree || !lane.isIdle) return
    const next = this.#handOver?.takeFirst(lane)
    if (next !== undefined) {
      lane.front = next
      this.#running++
      this.#runner.started(next)
    } else if (lane.ahead.length === 0) {
      lane.isFree = true
      this.#free.push(lane)
    }
    this.wake()
  }
}

const NONE_AHEAD = { length: 0, get: () => undefined, list: () => [] }
