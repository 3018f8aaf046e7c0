import type { Clock, Unsubscribe } from './clock'
import type { Dedup } from './dedup'
import type { Job } from './job'
import type { JobRun } from './job-run'
import type { Lane } from './lane'
import type { RemoteHandler } from './remote-handler'

/** Jobs ahead of one lane, and of all lanes, at most. Those of a lane may end in one turn of the event loop. */
const MOST_A_LANE = 256
const MOST = 2_048
/** What is ahead of a lane is expected to start within this time. */
const AHEAD_MS = 20
/** A job that runs longer than this has those behind it taken back, so that another lane may run them. */
const SLOW_MS = 50
/** How often that is looked at, while there are any. */
const LOOK_EVERY_MS = SLOW_MS / 2
/** Weight of the newest run in the mean. */
const NEWEST = 1 / 8

export interface HandOverOptions<Arg> {
  readonly lanes: readonly Lane<Arg>[]
  readonly dedup: Dedup
  readonly clock: Clock
  readonly recall: RemoteHandler<Arg>['recall']
  /** The next job that may run; undefined when none may now. */
  readonly next: () => Job<Arg> | undefined
  /** A job that is not to be handed over now after all. */
  readonly giveBack: (job: Job<Arg>) => void
  readonly hand: (job: Job<Arg>, lane: Lane<Arg>, behind: JobRun<Arg>) => JobRun<Arg>
  /** The lane's recall is over: what is still ahead of it has started. */
  readonly onRecalled: (lane: Lane<Arg>) => void
}

/**
 * Hands jobs to a handler elsewhere before the ones in front of them have ended, so that it never waits for the way
 * back and forth. Only where they are as good as started: short jobs, no pause, holds that stand. Whenever that no
 * longer is so, they are taken back, and keep their place.
 */
export class HandOver<Arg> {
  readonly #options: HandOverOptions<Arg>
  /** Of the last runs, the newest counting most; ms. */
  #meanMs: number | undefined
  /** Those ahead of all lanes, by the ids of their jobs. */
  readonly #runs = new Map<number, JobRun<Arg>>()
  #cancelLook: Unsubscribe | undefined

  constructor(options: HandOverOptions<Arg>) {
    this.#options = options
  }

  /** Jobs ahead. */
  get length(): number {
    return this.#runs.size
  }

  runOf(jobId: number): JobRun<Arg> | undefined {
    return this.#runs.get(jobId)
  }

  get(jobId: number): Job<Arg> | undefined {
    return this.#runs.get(jobId)?.job
  }

  /** Jobs ahead, lane by lane. */
  list(): readonly Job<Arg>[] {
    return this.runs().map(({ job }) => job)
  }

  runs(): readonly JobRun<Arg>[] {
    return this.length === 0 ? [] : this.#options.lanes.flatMap(({ ahead }) => ahead)
  }

  /** A run has ended by itself. */
  record(lane: Lane<Arg>, runMs: number, pauseMs: number): void {
    lane.isEager = pauseMs === 0
    this.#meanMs = this.#meanMs === undefined ? runMs : this.#meanMs + (runMs - this.#meanMs) * NEWEST
  }

  /**
   * Hands over at most `budget` jobs, each to the lane that has the fewest ahead.
   * @returns false when there is no more to hand over now
   */
  fill(budget: number): boolean {
    const most = this.#mostAhead()
    for (let handed = 0; handed < budget; handed++) {
      const lane = this.length < MOST ? this.#laneFor(most) : undefined
      if (lane === undefined || !this.#handNext(lane)) return false
    }
    return true
  }

  /** The job in front has ended. @returns the next, which has started; undefined when there is none, or none yet */
  takeFirst(lane: Lane<Arg>): JobRun<Arg> | undefined {
    if (lane.isRecalling) return undefined
    const run = lane.ahead.shift()
    if (run !== undefined) this.#runs.delete(run.jobId)
    return run
  }

  /** A run has ended, or come back. @returns whether it was ahead */
  remove(lane: Lane<Arg>, run: JobRun<Arg>): boolean {
    const place = lane.ahead.indexOf(run)
    if (place < 0) return false
    lane.ahead.splice(place, 1)
    this.#runs.delete(run.jobId)
    return true
  }

  recallAll(): void {
    for (const lane of this.#options.lanes) this.recall(lane)
  }

  recall(lane: Lane<Arg>): void {
    if (lane.isRecalling || lane.ahead.length === 0) return
    lane.isRecalling = true
    const recalled = (): void => {
      lane.isRecalling = false
      this.#options.onRecalled(lane)
    }
    this.#options.recall(lane.ahead.map(({ jobId }) => jobId)).then(recalled, recalled)
  }

  #handNext(lane: Lane<Arg>): boolean {
    const { next, giveBack, hand, dedup } = this.#options
    const behind = lane.ahead.at(-1) ?? lane.front
    if (behind === undefined) return false
    const job = next()
    if (job === undefined) return false
    if (job.hold !== undefined && !dedup.isConfirmed(job.hold)) {
      // It waits for a free lane, where there is time to ask Redis.
      giveBack(job)
      return false
    }
    const run = hand(job, lane, behind)
    lane.ahead.push(run)
    this.#runs.set(run.jobId, run)
    this.#cancelLook ??= this.#lookLater()
    return true
  }

  #laneFor(most: number): Lane<Arg> | undefined {
    let best: Lane<Arg> | undefined
    for (const lane of this.#options.lanes) {
      if (lane.ahead.length < (best?.ahead.length ?? most) && this.#mayTakeMore(lane)) best = lane
    }
    return best
  }

  #mostAhead(): number {
    if (this.#meanMs === undefined) return 0
    return Math.min(MOST_A_LANE, Math.floor(AHEAD_MS / Math.max(this.#meanMs, AHEAD_MS / MOST_A_LANE)))
  }

  #mayTakeMore(lane: Lane<Arg>): boolean {
    return lane.isEager && !lane.isRecalling && !lane.isPausing && !this.#isSlow(lane)
  }

  /** Also where nothing is known to run: what is ahead then waits for something else. */
  #isSlow({ front }: Lane<Arg>): boolean {
    if (front?.startedAt === undefined || front.abortCause !== undefined) return true
    return this.#options.clock.monotonic() - front.startedAt > SLOW_MS
  }

  #lookLater(): Unsubscribe {
    return this.#options.clock.after(LOOK_EVERY_MS, () => this.#look(), { keepAlive: false })
  }

  #look(): void {
    this.#cancelLook = undefined
    for (const lane of this.#options.lanes) if (this.#isSlow(lane)) this.recall(lane)
    if (this.length > 0) this.#cancelLook = this.#lookLater()
  }
}
