import { LIMITS } from '../../contract/limits'
import type { FinishedRow, RefusedRow } from '../../contract/queue'
import type { BackgroundProcessor, FinishedJob, ProcessorEvents } from '../../processor/background-processor'
import type { Clock, Unsubscribe } from '../../processor/clock'
import { KeyholdError } from '../../processor/errors'
import { Counters } from './counters'
import { redisFailureEnvelope } from '../views/error-envelope'
import { finishedOutcome, finishedRow } from './job-rows'
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
  /** The script that ran this job, or would have. */
  readonly handlerOf: (jobId: number) => string
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

  /** The whole argument of a finished job, while it is kept. */
  argumentOf(jobId: number): string | undefined {
    return this.#arguments.get(jobId)
  }

  /** Mean run and pause of the last jobs; ms. Undefined while nothing has run. */
  typicalMs(): number | undefined {
    return this.#typical.value()
  }

  #onFinished(job: FinishedJob<string>): void {
    const { clock, instance, handlerOf, changed } = this.#options
    this.counters.countFinished(finishedOutcome(job))
    if (job.runMs > 0) this.#typical.add(job.runMs + job.pauseMs)
    this.#arguments.keep(job.jobId, job.arg)
    const handler = handlerOf(job.jobId)
    this.finished.push((sequence) =>
      finishedRow(job, { sequence, finishedAt: clock.wall(), handler, instance }),
    )
    if (job.outcome === 'failed' || job.outcome === 'timeout') this.#logFailure(job, handler)
    changed()
  }

  #logFailure(job: FinishedJob<string>, handler: string): void {
    this.#options.log('error', 'bg_processor_panic', {
      key: job.key,
      jobId: job.jobId,
      handler,
      code: job.error instanceof KeyholdError ? job.error.code : 'threw',
      message: job.error instanceof Error ? job.error.message : String(job.error),
    })
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
