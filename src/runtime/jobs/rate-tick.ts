import type { Clock, Unsubscribe } from '../../processor/clock'
import type { FinishRate } from './finish-rate'

const TICK_MS = 1_000

/**
 * Marks a change once a second while the rate is above 0: it falls although nothing happens. Still otherwise.
 */
export class RateTick {
  readonly #clock: Clock
  readonly #rate: FinishRate
  readonly #changed: () => void
  #cancel: Unsubscribe | undefined

  constructor(clock: Clock, rate: FinishRate, changed: () => void) {
    this.#clock = clock
    this.#rate = rate
    this.#changed = changed
  }

  /** To be called when a job has finished. */
  readonly begin = (): void => {
    this.#cancel ??= this.#clock.after(TICK_MS, this.#tick, { keepAlive: false })
  }

  end(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  readonly #tick = (): void => {
    this.#cancel = undefined
    this.#changed()
    if (this.#rate.perSecond() > 0) this.begin()
  }
}
