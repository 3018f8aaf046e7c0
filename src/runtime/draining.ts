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

  begin(): Promise<void> {
    if (this.#goBack === undefined) {
      const wasPaused = this.#processor.state() === 'paused'
      // A repeat would end at the first schedule that is refused.
      const resumeRepeats = this.#repeats.pauseAll()
      this.#goBack = () => {
        if (wasPaused) this.#processor.pause()
        else this.#processor.resume()
        resumeRepeats()
      }
    }
    return this.#processor.drain()
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
