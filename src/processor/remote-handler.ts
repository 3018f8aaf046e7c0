import type { JobContext, JobHandler } from './job-handler'

export interface RemoteJobContext extends JobContext {
  /** Jobs of one lane run one after the other. */
  readonly lane: number
  /** The job that it was handed over behind: the last of its lane that had not ended, as far as is known here. */
  readonly behind: number | undefined
  /** Of its hold, by which a journal knows the job; undefined where it has none. */
  readonly holdNumber: number | undefined
}

/** The end of a run that went well. */
export interface RemoteEnd {
  /** Finite, 0 … 24 h. */
  readonly pauseMs: number
  /** As measured where it ran; ms. */
  readonly runMs: number
}

/**
 * A handler that runs in another thread or process, to which jobs can be handed before the ones in front of them
 * have ended, so that it never waits for the way back and forth.
 */
export interface RemoteHandler<Arg> {
  /**
   * Hands over a job. Those of one lane run one after the other, in the order handed over, and their promises
   * settle in that order. After one that answers a pause above 0, those that were handed over `behind` it, or behind
   * one that comes back for this reason, are not started: they come back as NotStarted.
   * @throws RetryLater to be run again later; NotStarted when it was never called and never will be: recalled, or
   *   aborted, in time; anything else is the job's failure, whose `runMs` is believed where it has one
   */
  run(arg: Arg, context: RemoteJobContext): Promise<RemoteEnd>
  /**
   * Takes back jobs that were handed over and have not started.
   * @returns resolves, after their `run` has rejected with NotStarted, when each of the others is known to have
   *   started; never rejects
   */
  recall(jobIds: readonly number[]): Promise<void>
  /**
   * The run of a job that was handed over is to end early. The context's `signal` tells the same, at the price of a
   * signal for each job.
   */
  abort?(jobId: number): void
}

/** `run` rejects with it for a job that was never called, and never will be by that `run`. */
export class NotStarted extends Error {
  constructor() {
    super('The job was taken back before it started.')
    this.name = 'NotStarted'
  }
}

export function isRemote<Arg>(handler: JobHandler<Arg> | RemoteHandler<Arg>): handler is RemoteHandler<Arg> {
  return typeof handler !== 'function'
}
