import type { Clock, Unsubscribe } from './clock'

/** Tells those who wait for it when there is nothing left to do. */
export class IdleWatch {
  readonly #isIdle: () => boolean
  readonly #waiting = new Set<() => void>()

  constructor(isIdle: () => boolean) {
    this.#isIdle = isIdle
  }

  /** To be called when something has come to its end. */
  look(): void {
    if (this.#waiting.size === 0 || !this.#isIdle()) return
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resolve of waiting) resolve()
  }

  /** Resolves when nothing is left. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve()
    return new Promise((resolve) => void this.#waiting.add(resolve))
  }

  /** Resolves when nothing is left, or that time has passed. */
  async idleWithin(clock: Clock, withinMs: number): Promise<void> {
    if (this.#isIdle()) return
    let cancel: Unsubscribe | undefined
    const limit = new Promise<void>((resolve) => (cancel = clock.after(withinMs, resolve)))
    await Promise.race([this.idle(), limit])
    cancel?.()
  }
}
