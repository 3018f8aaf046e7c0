import type { ActiveHandlerView, ScriptProblem } from '../../contract/handlers'
import type { HandlerRunner, LoadedScript } from '../../handlers/handler-runner'
import type { Unsubscribe } from '../../processor/clock'
import { scriptProblem } from './script-problem'

export interface ActiveHandlerOptions {
  readonly runner: HandlerRunner
  readonly file: string
  /** The profile's bound on jobs at once. */
  readonly concurrency: number
  /** Called when the folder, the choice or the problem may differ. */
  readonly changed: () => void
  /** Called when what runs or the profile says anew how many jobs may run at once. */
  readonly bounded: (jobsAtOnce: number) => void
}

/**
 * Which script runs the jobs. A switch, and a change of the file, take effect with the next job. A script that
 * stops being usable stays the active one and says why: its last good text runs on, where there was one.
 */
export class ActiveHandler {
  readonly #options: ActiveHandlerOptions
  readonly #unwatch: Unsubscribe
  #file: string
  #bound: number
  #problem: ScriptProblem | undefined
  /** The last text that loaded: it is what runs. */
  #good: LoadedScript | undefined
  #version = 0
  /** Counts the checks, so that a slow one never overwrites the answer of a later one. */
  #checks = 0

  constructor(options: ActiveHandlerOptions) {
    this.#options = options
    this.#file = options.file
    this.#bound = options.concurrency
    this.#unwatch = options.runner.watch(() => this.look())
    void this.#check()
  }

  get file(): string {
    return this.#file
  }

  /** Why the file as it is now cannot be used. */
  get problem(): ScriptProblem | undefined {
    return this.#problem
  }

  /** Grows with each change of the folder or of the choice. */
  get version(): number {
    return this.#version
  }

  /** Jobs that may run at once: one until the script was loaded, since it may say no more than that. */
  get concurrency(): number {
    return Math.min(this.#bound, this.#good?.options.concurrency ?? 1)
  }

  /** Times that one job is run at most. */
  get attempts(): number {
    return this.#good?.options.attempts ?? 1
  }

  view(): ActiveHandlerView {
    return {
      file: this.#file,
      problem: this.#problem,
      version: this.#good?.version,
      options: this.#good && optionsView(this.#good),
      concurrency: this.concurrency,
    }
  }

  /** @param concurrency the profile's bound on jobs at once from now on */
  bound(concurrency: number): void {
    this.#bound = concurrency
    this.#options.bounded(this.concurrency)
    this.#mark()
  }

  /**
   * Makes another script the active one.
   * @throws KeyholdError `bad-script`: the one before stays
   */
  async use(file: string): Promise<void> {
    const loaded = await this.#options.runner.check(file)
    this.#file = file
    this.#checks += 1
    this.#take(loaded)
  }

  /** The active script has another name now. */
  renamed(to: string): void {
    this.#file = to
    this.look()
  }

  /** Something in the folder may have changed. */
  look(): void {
    this.#mark()
    void this.#check()
  }

  close(): void {
    this.#unwatch()
    this.#checks += 1
  }

  async #check(): Promise<void> {
    const check = (this.#checks += 1)
    const isLatest = (): boolean => check === this.#checks
    try {
      const loaded = await this.#options.runner.check(this.#file)
      if (isLatest()) this.#take(loaded)
    } catch (error) {
      if (!isLatest()) return
      this.#problem = scriptProblem(error)
      this.#mark()
    }
  }

  #take(loaded: LoadedScript): void {
    this.#good = loaded
    this.#problem = undefined
    this.#options.bounded(this.concurrency)
    this.#mark()
  }

  #mark(): void {
    this.#version += 1
    this.#options.changed()
  }
}

function optionsView({ options }: LoadedScript): NonNullable<ActiveHandlerView['options']> {
  return { ...options, retryDelaysMs: [...options.retryDelaysMs] }
}
