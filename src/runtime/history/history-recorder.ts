import { hostname } from 'node:os'
import type {
  BackgroundProcessor,
  FinishedJob,
  ProcessorEvents,
  RetryingJob,
} from '../../processor/background-processor'
import type { Clock, Unsubscribe } from '../../processor/clock'
import type { JobStore } from '../../store/job-store'
import type { KeyEventKind } from '../../store/records'
import { StoreError } from '../../store/store-error'
import type { JobLinesKept } from '../jobs/job-lines'
import type { JobRuns } from '../jobs/job-runs'
import type { ProblemLog } from '../problem-log'
import { errorEnvelope } from '../views/error-envelope'
import { jobRecord } from './job-record'
import { refusalDetail, releaseDetail, retryDetail } from './key-details'
import type { ProfileStore } from './profile-store'

interface Parts {
  readonly clock: Clock
  /** Its instance names the run of the app. */
  readonly dedup: { readonly instance: string }
  readonly lines: JobLinesKept
  readonly problems: ProblemLog
  readonly runs: JobRuns
  readonly store: ProfileStore
}

const HOST = hostname()

/** A hold that an operator released. */
export interface ReleasedHold {
  readonly key: string
  /** Of the job here whose hold it was. */
  readonly jobId?: number | undefined
  readonly jobCancelled: boolean
}

/**
 * Writes the end of every job, and of what happens to a key what its jobs do not tell: refusals, retries, releases.
 * Nothing waits for it, and without a store it does nothing. What the store does not take is counted there, and told
 * once for each time that it falls behind.
 */
export class HistoryRecorder {
  readonly #parts: Parts
  readonly #run: string
  /** The records of one turn share it. */
  #batch: Promise<void> | undefined
  /** Of what was not taken; undefined once the store has caught up. */
  #told: string | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.#run = parts.dedup.instance
  }

  /** Asks which script ran a job that has ended: to be called before whatever forgets that. @returns stops listening */
  follow(processor: BackgroundProcessor<string>): Unsubscribe {
    const store = this.#parts.store.ifOpen
    if (store === undefined) return () => undefined
    const unsubscribes = [
      processor.on('finished', (job) => this.#onFinished(store, job)),
      processor.on('retrying', (job) => this.#onRetrying(store, job)),
      processor.on('refused', (refused) => this.#onRefused(store, refused)),
    ]
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  }

  /** An operator released holds. */
  released(holds: readonly ReleasedHold[]): void {
    const store = this.#parts.store.ifOpen
    if (store === undefined) return
    for (const { key, jobId, jobCancelled } of holds) {
      this.#addEvent(store, { kind: 'release', key, jobId, detail: releaseDetail({ jobCancelled }) })
    }
  }

  #onFinished(store: JobStore, job: FinishedJob<string>): void {
    const { clock, lines, runs } = this.#parts
    const record = jobRecord(job, {
      run: this.#run,
      host: HOST,
      finishedAt: clock.wall(),
      script: runs.scriptOf(job.jobId),
      lines: lines.of(job.jobId),
    })
    if (record !== undefined) this.#watch(store, store.addJob(record))
  }

  #onRetrying(store: JobStore, { key, jobId, retry }: RetryingJob<string>): void {
    this.#addEvent(store, { kind: 'retry', key, jobId, detail: retryDetail(retry) })
  }

  #onRefused(store: JobStore, { key, outcome }: ProcessorEvents<string>['refused']): void {
    this.#addEvent(store, { kind: 'refused', key, detail: refusalDetail(outcome, this.#run) })
  }

  #addEvent(
    store: JobStore,
    event: {
      readonly kind: KeyEventKind
      readonly key: string
      readonly jobId?: number | undefined
      readonly detail: string
    },
  ): void {
    this.#watch(store, store.addKeyEvent({ ...event, at: this.#parts.clock.wall(), run: this.#run }))
  }

  #watch(store: JobStore, written: Promise<void>): void {
    if (written === this.#batch) return
    this.#batch = written
    written.then(
      () => {
        if (store.counts.waiting === 0) this.#told = undefined
      },
      (error: unknown) => this.#notTaken(error),
    )
  }

  /** What could not be written was told by the store itself; at its end nothing is missed. */
  #notTaken(error: unknown): void {
    const code = error instanceof StoreError ? error.code : 'unexpected'
    const isTaken = code !== 'store-behind' && code !== 'store-bad-record'
    if (isTaken || code === this.#told) return
    this.#told = code
    this.#parts.problems.report('keyhold_history_not_kept', errorEnvelope(error))
  }
}
