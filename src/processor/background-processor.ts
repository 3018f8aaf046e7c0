import type { Clock, Unsubscribe } from './clock'
import type { Dedup, Hold } from './dedup'
import type { JobHandler } from './job-handler'
import type { Journal } from './journal'
import type { HoldOwner, JobOutcome, ScheduleOutcome } from './outcomes'
import type { RemoteHandler } from './remote-handler'

export type { JobContext, JobHandler } from './job-handler'
export type { RemoteEnd, RemoteHandler, RemoteJobContext } from './remote-handler'

export interface BackgroundProcessorOptions<Arg> {
  /** Jobs the queue has room for before it grows: a whole number above 0. */
  readonly initialCapacity: number
  readonly dedup: Dedup
  /** A function that runs here, or a handler in another thread or process. */
  readonly handler: JobHandler<Arg> | RemoteHandler<Arg>
  /** Lanes: how many jobs run at once, 1 … 1,024. Default 1, as in go-io. */
  readonly concurrency?: number
  /**
   * Time limit of a run, in ms. At the limit `signal` aborts; 5 s later the job is `timeout` and its lane goes
   * on, while its key stays reserved here until the handler's promise settles. None by default.
   * An endless synchronous loop cannot be ended in this process: only a handler in a worker can be.
   */
  readonly timeoutMs?: number
  /** What to do with a job whose hold cannot be checked because Redis is away. Default `run`. */
  readonly whenHoldUnknown?: 'run' | 'wait'
  /** Starts paused. Default false. */
  readonly paused?: boolean
  /**
   * Where jobs are written down, so that a crash loses none: a schedule is answered once its job is kept. None by
   * default: a crash loses what waits.
   */
  readonly journal?: Journal
  readonly clock?: Clock
}

/** A job that was accepted before, by an instance that is gone. */
export interface EarlierJob<Arg> {
  readonly key: string
  readonly backoffMs: number
  readonly arg: Arg
  /** Ms since the epoch. */
  readonly scheduledAt: number
  /** Where its hold stands: made one of this instance (`RedisDedup.adopt`). Without one it is taken anew. */
  readonly hold?: Hold
  /** For a hold that is taken anew: under which the journal has the job here (`Dedup.nextNumber`). */
  readonly number?: number
}

/** A job that waits, as the queue shows it. */
export interface WaitingJob<Arg> {
  readonly jobId: number
  readonly key: string
  readonly backoffMs: number
  readonly arg: Arg
  /** Ms since the epoch. */
  readonly scheduledAt: number
  /** Since acceptance, by the monotonic clock; ms. */
  readonly ageMs: number
  /** Set where an attempt has failed and the next one is to come: it waits for its moment, its key still held. */
  readonly retry?: PendingRetry
}

export interface PendingRetry {
  /** The next one, from 2. */
  readonly attempt: number
  /** When it may start, ms since the epoch; it may have passed. */
  readonly dueAt: number
  /** What the last attempt failed with. */
  readonly error: unknown
}

export interface RetryingJob<Arg> extends WaitingJob<Arg> {
  readonly retry: PendingRetry
}

export interface RunningJob<Arg> extends WaitingJob<Arg> {
  readonly lane: number
  /** From 1. */
  readonly attempt: number
  /** Since the handler was called; ms. */
  readonly runMs: number
  /** When it was called, ms since the epoch; undefined while the hold is being checked. */
  readonly startedAt: number | undefined
  /** The time limit or a cancel has aborted its signal. */
  readonly aborted: boolean
}

/** The end of a job. */
export interface FinishedJob<Arg> {
  readonly jobId: number
  readonly key: string
  readonly backoffMs: number
  readonly arg: Arg
  readonly outcome: JobOutcome
  readonly scheduledAt: number
  /** From acceptance to the call of the handler (or to its end where it was not called); ms. */
  readonly waitMs: number
  /** 0 where the handler was not called. */
  readonly runMs: number
  readonly pauseMs: number
  /** Times that the handler was called. */
  readonly attempts: number
  /** What the handler threw. Set for `failed` and `timeout`, and for `cancelled` where an attempt before had failed. */
  readonly error?: unknown
  /** Who holds the key. Set for `lost-to`. */
  readonly owner?: HoldOwner
  /** False where the job ran although its hold could not be checked. */
  readonly confirmed: boolean
  /** Of the hold that it had until its end; undefined where it was released by another before. */
  readonly generation: string | undefined
  /** Set where it waited when the processor was stopped: what became of its hold. */
  readonly leftAtStop?: 'release' | 'keep'
}

/** What keeps lanes and jobs from starting at this moment, the queue's own state apart. */
export interface StartWaits {
  /** Lanes that keep the pause which their last job asked for. */
  readonly pausingLanes: number
  /** The pause that ends first. */
  readonly pause: { readonly ms: number; /** Ms since the epoch. */ readonly endsAt: number } | undefined
  /** Jobs whose next attempt is not due. */
  readonly retrying: number
  /** When the first of them is, ms since the epoch. */
  readonly retryDueAt: number | undefined
}

/** Told of a job without a view being made: a walk may meet a million. @param ageMs since acceptance */
export type QueueVisitor = (jobId: number, key: string, ageMs: number) => boolean

/** A piece of a walk. */
export interface Walked {
  /** Where the next piece begins. */
  readonly next: number
  /** Nothing waits behind it. */
  readonly atEnd: boolean
}

/** For looking at all waiting jobs, piece by piece, whatever comes and leaves meanwhile. */
export interface QueueView<Arg> {
  /** The id that the next job gets: those with a lower one have been accepted. */
  nextId(): number
  /** Jobs at the first positions that wait before the queue itself: handed over, come back, or to be run again. */
  beforeQueue(): number
  /**
   * Walks the queue itself, oldest first, in pieces between which jobs may come and leave. Ids grow in the order of
   * acceptance, and so does the walk.
   * @param fromJobId the first id that is looked at: 0, or where the piece before ended
   * @param most places looked at, those of cancelled jobs included: what one call may cost
   * @param visit gets each job; false ends the piece before it. It must not change the queue
   */
  walk(fromJobId: number, most: number, visit: QueueVisitor): Walked
  isWaiting(jobId: number): boolean
  /** A job while it waits, wherever; undefined once it runs or has ended. */
  waitingJob(jobId: number): WaitingJob<Arg> | undefined
  /** Where jobs wait (0 is next to run); of an id that does not wait, where it would be in the queue. */
  positionsOf(jobIds: readonly number[]): readonly number[]
}

export interface ProcessorEvents<Arg> {
  /** A job entered the queue. */
  scheduled: WaitingJob<Arg>
  /** A schedule that did not lead to a job. */
  refused: { readonly key: string; readonly outcome: Exclude<ScheduleOutcome, { outcome: 'scheduled' }> }
  started: RunningJob<Arg>
  /** An attempt failed, and the job waits for the next one; this is no end of it. */
  retrying: RetryingJob<Arg>
  finished: FinishedJob<Arg>
  /** Paused, resumed, draining, stopped. */
  state: { readonly state: ProcessorState }
}

export type ProcessorState = 'running' | 'paused' | 'draining' | 'stopped'

export interface StopOptions {
  /** The holds of jobs that still wait: go, or stay until they run out. Default `release`. */
  readonly waiting?: 'release' | 'keep'
  /** Running jobs: wait for them, or abort their signals. Default `finish`. */
  readonly running?: 'finish' | 'abort'
  /** How long to wait for running jobs before they are aborted (and 5 s more before they are left); ms. Default 5,000. */
  readonly graceMs?: number
}

/** Runs jobs once per key. The contract of go-io's `BackgroundProcessor`, with reasons and an end. */
export interface BackgroundProcessor<Arg> {
  /**
   * Schedules a job unless its key is queued or running here, or held in Redis.
   * @param key well-formed text of 1 … 1,024 bytes of UTF-8
   * @param backoffMs whole ms, 0 … 30 days, counted from now; 0 means no hold after the run
   * @param arg reaches the handler as it is, by reference
   * @returns true if scheduled now
   * @throws KeyholdError `bad-key`, `bad-backoff`: before anything is touched
   */
  schedule(key: string, backoffMs: number, arg: Arg): Promise<boolean>
  /** As `schedule`, and says why not. */
  scheduleWithReason(key: string, backoffMs: number, arg: Arg): Promise<ScheduleOutcome>
  /**
   * An earlier job enters the queue behind what waits, as scheduled when it was; where it has no hold, one is taken
   * that ends when the first would have. The journal, if there is one, must have it as accepted under its number: that
   * is written by the caller, who also forgets it, and keeps its hold, where the outcome is not `scheduled`.
   * @throws KeyholdError `bad-key`, `bad-backoff`
   */
  adopt(job: EarlierJob<Arg>): Promise<ScheduleOutcome>
  /** Jobs waiting, those that wait to be run again included; running ones apart. */
  queueLength(): number
  runningCount(): number
  /** Handlers that passed their time limit and whose promises have not settled. */
  abandonedCount(): number
  /** Grows whenever the list of waiting jobs changes. */
  queueVersion(): number
  /** Up to `limit` waiting jobs from position `offset` (0 is next to run), without copying the queue. */
  waitingJobs(offset: number, limit: number): readonly WaitingJob<Arg>[]
  /** For looking at each waiting job, however many there are. */
  readonly queueView: QueueView<Arg>
  runningJobs(): readonly RunningJob<Arg>[]
  /** The waiting or running job with this id, or with this key. */
  findJob(job: { readonly jobId: number } | { readonly key: string }): WaitingJob<Arg> | undefined
  /**
   * Takes a waiting job out of the queue and releases its hold, or aborts a running one.
   * @returns what it found
   */
  cancel(jobId: number): 'removed' | 'aborting' | 'not-found'
  /**
   * Moves a waiting job before all others; of several, the last one moved runs first. One that waits for its next
   * attempt is due at once. What has started goes on, and what was handed to a remote handler ahead of its turn is
   * taken back first, so the job goes right behind those that run. A paused queue stays paused.
   * @returns `not-waiting` where it runs, has ended, or is being cancelled
   */
  runNext(jobId: number): 'moved' | 'not-waiting'
  /** What stands behind a waiting or running job in Redis; undefined where nothing does (any more). */
  holdOf(jobId: number): Hold | undefined
  /** Why lanes that are free do not take jobs that wait. */
  startWaits(): StartWaits
  /**
   * How long a job scheduled now may have to wait for its end, at worst: jobs ahead × longest recent run and
   * pause ÷ lanes; ms.
   */
  worstCaseMs(): number
  /**
   * Increments the generation: every job can be scheduled again on every instance, except where it still waits
   * or runs here. Redis: INCR.
   * @returns the new generation, a decimal string
   * @throws KeyholdError `bump-unknown`, `redis-error`
   */
  bumpRemoteDedupKey(): Promise<string>
  state(): ProcessorState
  /** Running jobs end; no further one starts. Takes a drain back. */
  pause(): void
  /** Ends a pause, or takes a drain back. */
  resume(): void
  /**
   * Runs at most this many jobs at once, within `concurrency`; takes effect as lanes come free.
   * @param lanes a whole number above 0
   * @throws KeyholdError `bad-option`
   */
  limitConcurrency(lanes: number): void
  /**
   * Refuses schedules from now on, and resolves when nothing waits or runs. A paused processor goes on.
   * A drain that is taken back resolves at the next moment when nothing waits or runs.
   */
  drain(): Promise<void>
  /** Ends the processor, once; a second call waits for the first. */
  stop(options?: StopOptions): Promise<void>
  on<Name extends keyof ProcessorEvents<Arg>>(
    name: Name,
    listener: (event: ProcessorEvents<Arg>[Name]) => void,
  ): Unsubscribe
}
