import { SyncQueue } from '../../processor/sync-queue'

/**
 * The whole arguments of finished jobs, so that they can be looked at later: the newest that fit. A row of the
 * log stays when its argument is gone.
 */
export class KeptArguments {
  readonly #maxJobs: number
  readonly #maxCharacters: number
  readonly #texts = new Map<number, string>()
  /** In the order of the jobs' end. */
  readonly #jobIds = new SyncQueue<number>(1_024)
  #characters = 0

  constructor(bounds: { readonly jobs: number; readonly characters: number }) {
    this.#maxJobs = bounds.jobs
    this.#maxCharacters = bounds.characters
  }

  keep(jobId: number, argument: string): void {
    this.#texts.set(jobId, argument)
    this.#jobIds.enqueue(jobId)
    this.#characters += argument.length
    while (this.#texts.size > this.#maxJobs || this.#characters > this.#maxCharacters) this.#forgetOldest()
  }

  get(jobId: number): string | undefined {
    return this.#texts.get(jobId)
  }

  #forgetOldest(): void {
    const oldest = this.#jobIds.tryDequeue()
    if (oldest === undefined) return
    this.#characters -= this.#texts.get(oldest)?.length ?? 0
    this.#texts.delete(oldest)
  }
}
