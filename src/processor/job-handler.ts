/** What a handler is given beside its argument. */
export interface JobContext {
  readonly key: string
  readonly jobId: number
  readonly backoffMs: number
  /** Which run of this job it is, from 1: above that, earlier ones ended with RetryLater. */
  readonly attempt: number
  /** When the job was accepted, ms since the epoch. */
  readonly scheduledAt: number
  /** Aborted at the time limit, by a cancel, and when the processor stops. */
  readonly signal: AbortSignal
}

/**
 * Runs every job of a processor (go-io's `JobFn`).
 * @returns the pause in ms before this lane takes its next job: finite, 0 … 24 h; nothing means 0
 * @throws RetryLater to be called again for this job later; anything else fails the job
 */
export type JobHandler<Arg> = (arg: Arg, context: JobContext) => number | void | Promise<number | void>
