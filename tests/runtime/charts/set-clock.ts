import type { Clock } from '../../../src/processor/clock'

/** Two clocks that stand until they are moved, together or apart, and the timer that is armed last. */
export class SetClock implements Clock {
  #monotonic = 5_000_000
  #wall: number
  due: (() => void) | undefined
  keepsAlive = false

  constructor(wall: number) {
    this.#wall = wall
  }

  wall(): number {
    return this.#wall
  }

  monotonic(): number {
    return this.#monotonic
  }

  after(_delayMs: number, callback: () => void, options?: { readonly keepAlive?: boolean }): () => void {
    this.due = callback
    this.keepsAlive = options?.keepAlive ?? true
    return () => {
      this.due = undefined
    }
  }

  pass(ms: number): void {
    this.#monotonic += ms
    this.#wall += ms
  }

  /** The machine sleeps: the monotonic clock stands still. A clock that is set looks the same. */
  jump(ms: number): void {
    this.#wall += ms
  }
}
