/**
 * The whole arguments of finished jobs, so that they can be looked at later: the newest that fit. A row of the
 * log stays when its argument is gone.
 */
export class KeptArguments {
  readonly #maxJobs: number
  readonly #maxCharacters: number
  /** In order of the jobs' end: the first one is the oldest. */
  readonly #texts = new Map<number, string>()
  #characters = 0

  constructor(bounds: { readonly jobs: number; readonly characters: number }) {
    this.#maxJobs = bounds.jobs
    this.#maxCharacters = bounds.characters
  }

  keep(jobId: number, argument: string): void {
    this.#texts.set(jobId, argument)
    this.#characters += argument.length
    for (const [oldest, text] of this.#texts) {
      if (this.#texts.size <= this.#maxJobs && this.#characters <= this.#maxCharacters) return
      this.#texts.delete(oldest)
      this.#characters -= text.length
    }
  }

  get(jobId: number): string | undefined {
    return this.#texts.get(jobId)
  }
}
