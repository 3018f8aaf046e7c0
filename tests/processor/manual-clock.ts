import type { Clock, Unsubscribe } from '../../src/processor/clock'

interface Timer {
  readonly dueAt: number
  readonly callback: () => void
}

/** A clock that stands still until it is told to go on. What is due at once fires in a turn of its own. */
export class ManualClock implements Clock {
  #now = 1_000
  #wallOffset = 1_700_000_000_000
  readonly #timers = new Set<Timer>()

  monotonic(): number {
    return this.#now
  }

  wall(): number {
    return this.#now + this.#wallOffset
  }

  after(delayMs: number, callback: () => void): Unsubscribe {
    const timer: Timer = { dueAt: this.#now + delayMs, callback }
    this.#timers.add(timer)
    if (delayMs <= 0) setImmediate(() => this.#fire(timer))
    return () => void this.#timers.delete(timer)
  }

  /** Moments at which a timer is due, in ms from now, soonest first. */
  pending(): number[] {
    return [...this.#timers].map((timer) => timer.dueAt - this.#now).sort((a, b) => a - b)
  }

  /** Lets time pass, timer by timer, giving promises a turn after each. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      const next = [...this.#timers].sort((a, b) => a.dueAt - b.dueAt)[0]
      if (!next || next.dueAt > target) break
      this.#now = Math.max(this.#now, next.dueAt)
      this.#fire(next)
    }
    this.#now = target
    await new Promise((resolve) => setImmediate(resolve))
  }

  /** Lets time pass at once, as for a process that slept; what has become due by then fires once. */
  jump(ms: number): void {
    this.#now += ms
    for (const timer of [...this.#timers]) if (timer.dueAt <= this.#now) this.#fire(timer)
  }

  #fire(timer: Timer): void {
    if (this.#timers.delete(timer)) timer.callback()
  }
}
