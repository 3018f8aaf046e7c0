import { KeyholdError } from '../processor/errors'
import type {
  HandlerProgress,
  HandlerRun,
  HandlerRunnerOptions,
  HandlerTryLine,
  ScheduleRequest,
} from './handler-runner'
import type { RequestListener } from './pending-request'
import type { ScheduleReply } from './worker-protocol'

/** Passes on what a run says, under its name. */
export class RunListener implements RequestListener {
  readonly #run: HandlerRun
  readonly #options: Pick<HandlerRunnerOptions, 'log' | 'onProgress' | 'schedule'>

  constructor(run: HandlerRun, options: Pick<HandlerRunnerOptions, 'log' | 'onProgress' | 'schedule'>) {
    this.#run = run
    this.#options = options
  }

  onLine({ level, text }: HandlerTryLine): void {
    const { file, key, jobId } = this.#run
    this.#options.log?.({ level, text, run: { file, key, jobId } })
  }

  onProgress(progress: HandlerProgress): void {
    this.#options.onProgress?.(this.#run.jobId, progress)
  }

  async onSchedule(request: ScheduleRequest): Promise<ScheduleReply> {
    const { schedule } = this.#options
    if (schedule === undefined)
      return { ok: false, code: 'stopped', message: 'Nothing takes follow-ups here.' }
    try {
      return { ok: true, answer: await schedule(request, this.#run) }
    } catch (error) {
      if (error instanceof KeyholdError) return { ok: false, code: error.code, message: error.message }
      const message = error instanceof Error ? error.message : 'It cannot be scheduled.'
      return { ok: false, code: 'failed', message }
    }
  }
}
