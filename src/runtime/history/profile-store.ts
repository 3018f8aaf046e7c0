import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KeyholdError } from '../../processor/errors'
import type { JournalOwner } from '../../store/journal-records'
import { JobStore } from '../../store/job-store'
import type { StoreError } from '../../store/store-error'
import type { ProblemLog } from '../problem-log'
import type { ProfileStoreOptions } from '../runtime'
import { asKeyholdError, errorEnvelope } from '../views/error-envelope'

const NONE = new KeyholdError(
  'store-off',
  'Nothing is kept: this runtime was started without a job store.',
  'Start it with the option `store`.',
)

/** The job store of a profile at work, or why there is none. */
export class ProfileStore {
  readonly #store: JobStore | undefined
  /** Why nothing is kept; undefined while all is well. */
  readonly failure: KeyholdError | undefined
  #damaged: () => void = () => undefined

  private constructor(
    store: JobStore | undefined,
    failure: KeyholdError | undefined,
    readonly file?: string,
  ) {
    this.#store = store
    this.failure = failure
  }

  /** Never rejects: a profile works without its store, and says so. @param journal undefined: it keeps none */
  static async open(
    options: ProfileStoreOptions | undefined,
    problems: ProblemLog,
    journal: JournalOwner | undefined,
  ): Promise<ProfileStore> {
    if (options === undefined) return new ProfileStore(undefined, NONE)
    const report = (error: unknown): void => problems.report('keyhold_job_store', errorEnvelope(error))
    let opened: ProfileStore | undefined
    const onProblem = (problem: StoreError): void => {
      report(problem)
      if (opened && problem.code === 'store-corrupt') opened.#damaged()
    }
    try {
      await mkdir(dirname(options.file), { recursive: true })
      const store = await JobStore.open({ ...options, ...(journal && { journal }), onProblem })
      return (opened = new ProfileStore(store, undefined, options.file))
    } catch (error) {
      report(error)
      return new ProfileStore(undefined, asKeyholdError(error))
    }
  }

  /** @param listener a file that was in use is damaged: what comes next goes into a new one. @returns unsubscribes */
  onDamaged(listener: () => void): () => void {
    this.#damaged = listener
    return () => (this.#damaged = () => undefined)
  }

  /** For what is written by the way: undefined where there is nothing to write to. */
  get ifOpen(): JobStore | undefined {
    return this.#store
  }

  /** @throws KeyholdError why there is none */
  get opened(): JobStore {
    if (this.#store === undefined) throw this.failure ?? NONE
    return this.#store
  }

  /** Writes what waits, and ends the thread. */
  async close(): Promise<void> {
    await this.#store?.close()
  }
}
