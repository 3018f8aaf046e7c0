import type { BackgroundProcessor } from '../processor/background-processor'
import { KeyholdError } from '../processor/errors'
import type { Repeats } from './repeats/repeats'

/** Running the queue empty before a quit, in such a way that all can go on as before. */
export class Draining {
  readonly #processor: BackgroundProcessor<string>
  readonly #repeats: Repeats
  /** Brings back what was before; undefined while nothing is drained. */
  #goBack: (() => void) | undefined

  constructor(processor: BackgroundProcessor<string>, repeats: Repeats) {
    this.#processor = processor
    this.#repeats = repeats
  }

  /** Resolves when nothing waits or runs, or it is taken back. */
  async begin(): Promise<void> {
    if (this.#goBack === undefined) {
      const wasPaused = this.#processor.state() === 'paused'
      // A repeat ends at the first schedule that is refused: what it has asked for is answered first.
      const { paused, resume } = this.#repeats.pauseAll()
      const goBack = (this.#goBack = () => {
        if (wasPaused) this.#processor.pause()
        else this.#processor.resume()
        resume()
      })
      await paused
      if (this.#goBack !== goBack) return
    }
    await this.#processor.drain()
  }

  end(): void {
    this.#goBack?.()
    this.#goBack = undefined
  }

  /** @throws KeyholdError `finishing` while it drains: a pause or a resume would take the drain back */
  refuse(act: 'paused' | 'resumed'): void {
    if (this.#goBack === undefined) return
    throw new KeyholdError(
      'finishing',
      `The queue cannot be ${act} while its jobs are finished before Keyhold quits.`,
      'Stop finishing first.',
    )
  }
}
