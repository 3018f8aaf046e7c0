import type { ProgressView } from '../../contract/handlers'
import { HandlerError } from '../../handlers/handler-error'
import type { HandlerEnd, HandlerLogLine, HandlerRunner } from '../../handlers/handler-runner'
import {
  NotStarted,
  type RemoteEnd,
  type RemoteHandler,
  type RemoteJobContext,
} from '../../processor/remote-handler'
import { RetryLater } from '../../processor/retry-later'
import type { ActiveHandler } from '../handlers/active-handler'
import type { RuntimeLog } from '../runtime'

/** Which script ran a job, the last time that it was run. */
export interface JobScript {
  readonly file: string
  /** Undefined where no text of it ran. */
  readonly version: string | undefined
}

interface Run {
  file: string
  version: string | undefined
  /** Undefined while no attempt is under way. */
  progress: ProgressView | 'none' | undefined
}

/**
 * Runs each job with the script that is active when it is handed over, and remembers of the jobs that have not
 * ended which one that was and how far they are.
 */
export class JobRuns implements RemoteHandler<string> {
  readonly #runner: HandlerRunner
  readonly #active: ActiveHandler
  readonly #runs = new Map<number, Run>()

  constructor(runner: HandlerRunner, active: ActiveHandler) {
    this.#runner = runner
    this.#active = active
  }

  run(argument: string, context: RemoteJobContext): Promise<RemoteEnd> {
    const { file } = this.#active
    const { jobId, key, lane, behind, attempt, scheduledAt, backoffMs } = context
    // By which the run is found when the app was killed.
    const mark = context.holdNumber ?? 0
    const run: Run = { file, version: this.#runs.get(jobId)?.version, progress: 'none' }
    this.#runs.set(jobId, run)
    return this.#runner
      .run({ file, argument, key, jobId, lane, behind, attempt, scheduledAt, backoffMs, mark })
      .then(
        (end) => ended(run, end),
        (error: unknown) => {
          throw this.#failed(jobId, run, error)
        },
      )
  }

  recall(jobIds: readonly number[]): Promise<void> {
    return this.#runner.recall(jobIds)
  }

  abort(jobId: number): void {
    this.#runner.abort(jobId)
  }

  /** How far a running job says that it is. */
  progressOf(jobId: number): ProgressView | undefined {
    const progress = this.#runs.get(jobId)?.progress
    return progress === 'none' ? undefined : progress
  }

  /** @returns whether the job runs: what comes after its end is nothing to show */
  noteProgress(jobId: number, progress: ProgressView): boolean {
    const run = this.#runs.get(jobId)
    if (run?.progress === undefined) return false
    run.progress = progress
    return true
  }

  /** The script that ran this job; the active one for a job that has not been run. */
  readonly scriptOf = (jobId: number): JobScript => {
    const run = this.#runs.get(jobId)
    return run ? { file: run.file, version: run.version } : { file: this.#active.file, version: undefined }
  }

  /** As `scriptOf`, told once, at the job's end. */
  readonly takeScript = (jobId: number): JobScript => {
    const script = this.scriptOf(jobId)
    this.#runs.delete(jobId)
    return script
  }

  /** @returns the failure in the processor's words */
  #failed(jobId: number, run: Run, error: unknown): unknown {
    run.progress = undefined
    if (!(error instanceof HandlerError)) return error
    if (isNotStarted(error)) {
      // It was never run: which script will run it is not known yet.
      if (run.version === undefined) this.#runs.delete(jobId)
      return new NotStarted()
    }
    run.version = error.version ?? run.version
    return error.retryDelayMs === undefined ? error : new RetryLater(error.retryDelayMs, error)
  }
}

function ended(run: Run, { pauseMs, runMs, version }: HandlerEnd): RemoteEnd {
  run.progress = undefined
  run.version = version
  return { pauseMs, runMs }
}

/** A broken script is a failure of the job, although its function was not called. */
function isNotStarted({ code, notStarted }: HandlerError): boolean {
  return code === 'recalled' || (code === 'aborted' && notStarted)
}

/** What scripts say goes to the log file, under the job that said it, and to whoever looks at that job. */
export function handlerLog(
  log: RuntimeLog,
  hear: (jobId: number, line: Pick<HandlerLogLine, 'level' | 'text'>) => void,
): (line: HandlerLogLine) => void {
  return ({ level, text, run }) => {
    log(level, 'keyhold_handler_log', { text, ...run })
    if (run) hear(run.jobId, { level, text })
  }
}
