import type { ErrorEnvelope } from '../contract/errors'
import type { HandlerFolderView } from '../contract/handlers'
import type { HandlerRunner } from '../handlers/handler-runner'
import type { Unsubscribe } from '../processor/clock'
import { errorEnvelope } from './views/error-envelope'

/**
 * Which script runs the jobs. A switch, and a change of the file, take effect with the next job. A script that
 * stops being usable stays the active one and says why: its jobs fail with that error rather than run another.
 */
export class ActiveHandler {
  readonly #runner: HandlerRunner
  readonly #changed: () => void
  readonly #unwatch: Unsubscribe
  #file: string
  #problem: ErrorEnvelope | undefined
  #version = 0
  /** Counts the checks, so that a slow one never overwrites the answer of a later one. */
  #checks = 0

  /** @param changed called when the folder, the choice or the problem may differ */
  constructor(runner: HandlerRunner, file: string, changed: () => void) {
    this.#runner = runner
    this.#file = file
    this.#changed = changed
    this.#unwatch = runner.watch(() => {
      this.#mark()
      void this.#check()
    })
    void this.#check()
  }

  get file(): string {
    return this.#file
  }

  /** Why the active script cannot be used. */
  get problem(): ErrorEnvelope | undefined {
    return this.#problem
  }

  /** Grows with each change of the folder or of the choice. */
  get version(): number {
    return this.#version
  }

  /**
   * Makes another script the active one.
   * @throws KeyholdError `bad-script`: the one before stays
   */
  async use(file: string): Promise<void> {
    await this.#runner.check(file)
    this.#file = file
    this.#checks += 1
    this.#problem = undefined
    this.#mark()
  }

  async folder(): Promise<HandlerFolderView> {
    const scripts = await this.#runner.list()
    const hostPid = this.#runner.hostPid()
    return {
      folder: this.#runner.folder,
      handlers: scripts.map((script) => ({
        file: script.file,
        active: script.file === this.#file,
        sizeBytes: script.sizeBytes,
        modifiedAt: script.modifiedAt,
        summary: script.summary,
        ...(script.problem ? { problem: errorEnvelope(script.problem) } : {}),
      })),
      ...(hostPid === undefined ? {} : { hostPid }),
    }
  }

  close(): void {
    this.#unwatch()
    this.#checks += 1
  }

  async #check(): Promise<void> {
    const check = (this.#checks += 1)
    const problem = await this.#runner.check(this.#file).then(
      () => undefined,
      (error: unknown) => errorEnvelope(error),
    )
    if (check !== this.#checks) return
    this.#problem = problem
    this.#mark()
  }

  #mark(): void {
    this.#version += 1
    this.#changed()
  }
}
