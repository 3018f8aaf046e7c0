import type { ErrorEnvelope } from '../../src/contract/errors'
import { KeyholdError } from '../../src/runtime'
import { readSettings } from './read-settings'
import type { Settings } from './schema'
import { writeAtomically } from './write-atomically'

/** The settings of this run, and their file. Writes happen one after another; the last state wins. */
export class SettingsStore {
  readonly #file: string
  readonly #writable: boolean
  #current: Settings
  #written: Promise<void> = Promise.resolve()
  /** What the start has to tell about the file. */
  readonly problem: ErrorEnvelope | undefined

  private constructor(
    file: string,
    current: Settings,
    writable: boolean,
    problem: ErrorEnvelope | undefined,
  ) {
    this.#file = file
    this.#current = current
    this.#writable = writable
    this.problem = problem
  }

  static async open(file: string): Promise<SettingsStore> {
    const { settings, writable, problem } = await readSettings(file)
    return new SettingsStore(file, settings, writable, problem)
  }

  get current(): Settings {
    return this.#current
  }

  /**
   * Changes the settings at once and writes them.
   * @throws KeyholdError settings-not-written (the change counts for this run all the same)
   */
  update(change: (settings: Settings) => Settings): Promise<void> {
    this.#current = change(this.#current)
    if (!this.#writable) return Promise.resolve()
    const written = this.#written.then(() => this.#write())
    this.#written = written.catch(() => undefined)
    return written
  }

  /** Resolves when what was changed is on disk, or failed to get there. */
  flush(): Promise<void> {
    return this.#written
  }

  async #write(): Promise<void> {
    try {
      await writeAtomically(this.#file, `${JSON.stringify(this.#current, null, 2)}\n`)
    } catch (error) {
      throw new KeyholdError(
        'settings-not-written',
        `The settings could not be written to ${this.#file}: ${error instanceof Error ? error.message : String(error)}`,
        'Make room on the disk, or correct the permissions of the folder, then save again.',
        { cause: error },
      )
    }
  }
}
