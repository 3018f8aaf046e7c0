import type { KeyholdError } from '../processor/errors'
import type { Failure } from './failure'
import type { HostLauncher } from './host-launcher'

/** What a script's exported `options` come to, defaults filled in. */
export interface HandlerOptions {
  /** 1 … 86,400,000. */
  readonly timeoutMs: number
  /** 16 … 4,096. */
  readonly memoryMb: number
  /** Runs of one job at most, the first included; 1 … 100. */
  readonly attempts: number
  /** The wait before attempt 2, 3 …; 0 … 86,400,000 each, one entry fewer than `attempts`. */
  readonly retryDelaysMs: readonly number[]
  /** Jobs at once, 1 … 64. */
  readonly concurrency: number
}

export interface LoadedScript {
  /** SHA-256 of the file's text, in hex. */
  readonly version: string
  readonly options: HandlerOptions
}

export interface HandlerRun {
  /** File name in the folder. */
  readonly file: string
  /** JSON text; parsed anew for this run, in the worker. */
  readonly argument: string
  readonly key: string
  readonly jobId: number
  /** Runs of one lane may be handed over before the ones in front have ended: they run one after the other. */
  readonly lane: number
  /** The job of its lane that it is handed over behind; none: it starts at once. After a pause none behind it starts. */
  readonly behind?: number | undefined
  /** From 1. */
  readonly attempt: number
  /** Ms since the epoch. */
  readonly scheduledAt: number
  readonly backoffMs: number
  /** The caller's number for the job, above 0: what `readLeftMarks` finds its runs by. Default 0: it is not found. */
  readonly mark?: number
}

export interface HandlerEnd {
  /** The pause that the handler answered. */
  readonly pauseMs: number
  /** As measured where it ran. */
  readonly runMs: number
  /** The text that ran. */
  readonly version: string
}

export interface HandlerProgress {
  /** 0 … 1. */
  readonly fraction: number
  /** At most 200 characters. */
  readonly text: string
}

/** A follow-up that a handler asks for with `context.schedule`. */
export interface ScheduleRequest {
  readonly key: string
  readonly backoffMs: number
  /** JSON text. */
  readonly argument: string
}

/**
 * What `context.schedule` answers: the outcome as the processor says it, plain data that reaches the script as it
 * is; `try`: nothing was scheduled, as the run is a try.
 */
export interface ScheduleAnswer {
  readonly outcome: string
}

/** One run of a text apart from the queue. */
export interface HandlerTry {
  /** The name that the text has, or is to have, in the folder: imports are found from there. */
  readonly file: string
  /** Need not be on the disk. */
  readonly text: string
  /** JSON text. */
  readonly argument: string
  /** Stops it. */
  readonly signal: AbortSignal
  readonly onLine: (line: HandlerTryLine) => void
  readonly onProgress: (progress: HandlerProgress) => void
}

export interface HandlerTryLine {
  readonly level: HandlerLogLevel
  readonly text: string
  /** Ms since the function was called; 0 while the script loads. */
  readonly at: number
}

export interface HandlerTryEnd {
  readonly pauseMs: number
  /** What the function returned, as the console would show it; at most 4 KiB. */
  readonly returned: string
  /** Of the script's loading, its worker's start apart. */
  readonly loadMs: number
  readonly runMs: number
  /** Most memory that its worker was seen to hold, heap and buffers. */
  readonly memoryBytes: number | undefined
}

/** A version that ran. */
export interface KeptVersion {
  /** The name under which it was first kept. */
  readonly file: string
  readonly text: string
  readonly version: string
}

export interface ScriptInfo {
  readonly file: string
  readonly sizeBytes: number
  /** Ms since the epoch. */
  readonly modifiedAt: number
  /** First comment line. */
  readonly summary: string
  /** Of the text on the disk. */
  readonly version: string
  /**
   * Set where the script cannot be used: it does not parse, or exports no default. Found without running it, so
   * what only its run shows (a default that is no function, a missing package) is left to `check`.
   */
  readonly problem: KeyholdError | undefined
}

/** A line that a handler logged, by `context.log` or `console`, or that the host wrote while it died. */
export interface HandlerLogLine {
  readonly level: HandlerLogLevel
  readonly text: string
  /** Undefined for a line that belongs to no run. */
  readonly run: { readonly file: string; readonly key: string; readonly jobId: number } | undefined
}

export type HandlerLogLevel = 'info' | 'warn' | 'error'

export interface HandlerRunnerOptions {
  readonly launcher: HostLauncher
  /** Absolute path. */
  readonly folder: string
  /** Where the texts that ran are kept, the newest 200; absolute path, made when needed. Undefined: nowhere. */
  readonly versionsFolder?: string
  /**
   * Where the start and end of each run are marked so that `readLeftMarks` finds them when the app was killed;
   * absolute path, made when needed. Undefined: in a temporary folder.
   */
  readonly marksFolder?: string
  /** With `marksFolder`, which it needs: of the app's instance, never used before. */
  readonly marksName?: string
  /** With `marksFolder`; asked when a host has ended: whether its marks are needed at the next start all the same. */
  readonly marksNeeded?: () => boolean
  /** Time limit of a run whose script names none, ms, 1 … 24 h. Default 60,000. At it `context.signal` aborts. */
  readonly timeoutMs?: number
  /** Time limit of loading a script, its worker's start included; ms, 1 … 24 h. Default 15,000. */
  readonly loadTimeoutMs?: number
  /** How long an aborted run may take to end by itself; ms, 0 … 1 h. Default 5,000. */
  readonly graceMs?: number
  /** Heap of a worker whose script names none, MiB, 16 … 4,096. Default 128. Its buffers may take as much again. */
  readonly memoryMb?: number
  /**
   * Jobs after which a worker gives way to a fresh one: what scripts leak ends with it. Default 100,000; from 1,000
   * on it goes earlier once its heap is half full.
   */
  readonly jobsPerWorker?: number
  readonly log?: (line: HandlerLogLine) => void
  /** At most one call a 66 ms for each run, the newest. */
  readonly onProgress?: (jobId: number, progress: HandlerProgress) => void
  /**
   * Schedules a follow-up for a handler.
   * @throws KeyholdError where key or backoff are bad: the handler's call rejects with its code and sentence
   */
  readonly schedule?: (request: ScheduleRequest, run: HandlerRun) => Promise<ScheduleAnswer>
}

/**
 * Runs the scripts of one folder in worker threads of a host process. A script that has loaded once is its last
 * good version: while a later text does not load, runs go on with it and with its imported files as they were.
 */
export interface HandlerRunner {
  readonly folder: string
  /**
   * Usable and broken scripts (.js, .mjs, .ts), by name; none where the folder is missing. Starts the host.
   * @throws KeyholdError `bad-folder`
   */
  list(): Promise<readonly ScriptInfo[]>
  /**
   * Loads one script as it is on the disk, without calling its function.
   * @throws HandlerError `bad-script`, or as `run`; the last good version stays
   */
  check(file: string): Promise<LoadedScript>
  /**
   * Parses a text, saved or not. Nothing of it runs.
   * @returns what is wrong with it, with line and column where they are known
   */
  checkText(file: string, text: string): Promise<Failure | undefined>
  /**
   * Runs the script's default function once, with its text of now, or with its last good one.
   * @throws HandlerError with a HandlerErrorCode
   */
  run(run: HandlerRun): Promise<HandlerEnd>
  /**
   * Takes back runs (by job id) that have not started: those reject with `recalled`.
   * @returns resolves after they have, when each of the others is known to have started; never rejects
   */
  recall(jobIds: readonly number[]): Promise<void>
  /**
   * Aborts the signal of a run (by job id), and ends its worker when the grace is over. One that has not started
   * never does. Either way it rejects with `aborted`, unless it ends well by itself.
   */
  abort(jobId: number): void
  /**
   * Runs a text once, in a fresh worker of a host apart from the jobs': whatever it does, no job ends with it.
   * @throws HandlerError with `loadMs`, `runMs` and `memoryBytes` where they are known
   */
  try(options: HandlerTry): Promise<HandlerTryEnd>
  /** A text that ran, by its hash; undefined where it is no longer kept. */
  readVersion(version: string): Promise<KeptVersion | undefined>
  /** Starts the host and a first worker, so that the first run does not wait for them. Never rejects. */
  warmUp(): Promise<void>
  /** Process id of the host that runs the jobs; undefined while none runs. */
  hostPid(): number | undefined
  /** Calls back (coalesced) when files of the folder changed. @returns unsubscribes */
  watch(listener: () => void): () => void
  /** Aborts what runs and ends the host. No process is left when it resolves. */
  close(): Promise<void>
}
