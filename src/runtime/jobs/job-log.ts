import { LIMITS } from '../../contract/limits'
import type { FinishedRow, RefusedRow } from '../../contract/queue'
import type {
  BackgroundProcessor,
  FinishedJob,
  ProcessorEvents,
  RetryingJob,
} from '../../processor/background-processor'
import type { Clock, Unsubscribe } from '../../processor/clock'
import { KeyholdError } from '../../processor/errors'
import { Counters } from './counters'
import { redisFailureEnvelope } from '../views/error-envelope'
import { finishedOutcome, finishedRow } from './job-rows'
import type { JobRuns } from './job-runs'
import { KeptArguments } from './kept-arguments'
import { scheduleOutcomeView } from '../views/outcome-view'
import type { ProblemLog } from '../problem-log'
import { RecentLog } from '../recent-log'
import { RecentMean } from './recent-mean'
import type { RuntimeLog } from '../runtime'

/** Characters of all arguments of finished jobs together that are kept to be looked at. */
const ARGUMENT_CHARACTERS = 32 * 1_048_576
/** Finished jobs by which the next ones are judged. */
const TYPICAL_JOBS = 100

type Refused = ProcessorEvents<string>['refused']

export interface JobLogOptions {
  readonly clock: Clock
  /** This app's own processor. */
  readonly instance: string
  readonly problems: ProblemLog
  readonly log: RuntimeLog
  readonly changed: () => void
  /** Which script ran a job, or would have. */
  readonly scripts: Pick<JobRuns, 'scriptOf' | 'takeScript'>
}

/** What a runtime remembers of its jobs: bounded lists, counters, and how long a job typically takes. */
export class JobLog {
  readonly counters: Counters
  readonly finished = new RecentLog<FinishedRow>(LIMITS.finishedKept)
  readonly #options: JobLogOptions
  readonly #refused = new RecentLog<Refused & { readonly sequence: number; readonly at: number }>(
    LIMITS.refusedKept,
  )
  readonly #arguments = new KeptArguments({ jobs: LIMITS.finishedKept, characters: ARGUMENT_CHARACTERS })
  readonly #typical = new RecentMean(TYPICAL_JOBS)

  constructor(options: JobLogOptions) {
    this.#options = options
    this.counters = new Counters(options.clock)
  }

  /** @returns stops listening */
  follow(processor: BackgroundProcessor<string>): Unsubscribe {
    const { changed } = this.#options
    const unsubscribes = [
      processor.on('started', changed),
      processor.on('state', changed),
      processor.on('retrying', (job) => this.#onRetrying(job)),
      processor.on('finished', (job) => this.#onFinished(job)),
      processor.on('refused', (refused) => this.#onRefused(refused)),
    ]
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  }

  get refusedVersion(): number {
    return this.#refused.version
  }

  /** Newest first. */
  refusedRows(): RefusedRow[] {
    return this.#refused.newest(0, LIMITS.refusedKept).map(({ sequence, at, key, outcome }) => ({
      sequence,
      at,
      key,
      outcome: scheduleOutcomeView(outcome, this.#options.instance),
    }))
  }

  /** A finished job, while its row is kept: among the newest first. */
  finishedRow(jobId: number): FinishedRow | undefined {
    return this.finished.newest(0, LIMITS.finishedKept).find((row) => row.jobId === jobId)
  }

  /** The whole argument of a finished job, while it is kept. */
  argumentOf(jobId: number): string | undefined {
    return this.#arguments.get(jobId)
  }

  /** Mean run and pause of the last jobs; ms. Undefined while nothing has run. */
  typicalMs(): number | undefined {
    return this.#typical.value()
  }

  #onFinished(job: FinishedJob<string>): void {
    const { clock, instance, scripts, changed } = this.#options
    this.counters.countFinished(finishedOutcome(job))
    if (job.runMs > 0) this.#typical.add(job.runMs + job.pauseMs)
    this.#arguments.keep(job.jobId, job.arg)
    const script = scripts.takeScript(job.jobId)
    this.finished.push((sequence) =>
      finishedRow(job, { sequence, finishedAt: clock.wall(), script, instance }),
    )
    if (job.outcome === 'failed' || job.outcome === 'timeout') {
      this.#options.log('error', 'bg_processor_panic', failureFields(job, script.file))
    }
    changed()
  }

  #onRetrying({ jobId, key, retry }: RetryingJob<string>): void {
    const { log, scripts, changed } = this.#options
    const { file } = scripts.scriptOf(jobId)
    log('warn', 'keyhold_job_retried', {
      ...failureFields({ jobId, key, error: retry.error }, file),
      ...{ attempt: retry.attempt },
    })
    changed()
  }

  #onRefused(refused: Refused): void {
    const { clock, problems, changed } = this.#options
    const { key, outcome } = refused
    this.counters.countRefused(outcome.outcome)
    this.#refused.push((sequence) => ({ sequence, at: clock.wall(), key, outcome }))
    if (outcome.outcome === 'redis-error') {
      problems.report('bg_processor_error_set_dedup_key', redisFailureEnvelope(outcome), { key })
    }
    changed()
  }
}

function failureFields(
  { jobId, key, error }: { readonly jobId: number; readonly key: string; readonly error?: unknown },
  handler: string,
): Readonly<Record<string, unknown>> {
  return {
    key,
    jobId,
    handler,
    code: error instanceof KeyholdError ? error.code : 'threw',
    message: error instanceof Error ? error.message : String(error),
  }
}
