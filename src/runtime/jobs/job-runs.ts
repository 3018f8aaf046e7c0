import type { HandlerLogLine, HandlerRunner } from '../../handlers/handler-runner'
import type { JobContext } from '../../processor/background-processor'
import type { ActiveHandler } from '../active-handler'
import type { RuntimeLog } from '../runtime'

/** Runs each job with the script that is active when its turn comes, and remembers which one that was. */
export class JobRuns {
  readonly #runner: HandlerRunner
  readonly #active: ActiveHandler
  /** Of the jobs that run now. */
  readonly #files = new Map<number, string>()

  constructor(runner: HandlerRunner, active: ActiveHandler) {
    this.#runner = runner
    this.#active = active
  }

  /** The handler of the processor. */
  readonly run = (argument: string, context: JobContext): Promise<number> => {
    const { file } = this.#active
    const { jobId, key, signal } = context
    this.#files.set(jobId, file)
    return this.#runner.run({ file, argument, key, jobId, signal })
  }

  /** The script that ran a job, told once, at its end; the active one for a job that did not run. */
  readonly takeFile = (jobId: number): string => {
    const file = this.#files.get(jobId) ?? this.#active.file
    this.#files.delete(jobId)
    return file
  }
}

/** What scripts say goes to the log file, under the job that said it. */
export function handlerLog(log: RuntimeLog): (line: HandlerLogLine) => void {
  return ({ level, text, run }) => log(level, 'keyhold_handler_log', { text, ...run })
}
