import type { Unsubscribe } from '../processor/clock'

/** Says that something changed, never what: listeners note it and read the live state when it suits them. */
export class ChangeMark {
  readonly #listeners = new Set<() => void>()

  /** Called for every job: as cheap as its listeners are. */
  readonly mark = (): void => {
    for (const listener of this.#listeners) listener()
  }

  /** @returns unsubscribes */
  on(listener: () => void): Unsubscribe {
    // A wrapper of its own: the same function may subscribe twice and leave once.
    const own = (): void => listener()
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }
}
