import { cutText } from './thrown-value'

/** As often as the console can show it. */
const INTERVAL_MS = 66
const LONGEST_TEXT_BYTES = 200

/** Passes on how far a run is: the newest only, however often the script says it. */
export class ProgressReport {
  readonly #post: (fraction: number, text: string) => void
  #waiting: { readonly fraction: number; readonly text: string } | undefined
  #postedAt = -Infinity
  #timer: NodeJS.Timeout | undefined

  constructor(post: (fraction: number, text: string) => void) {
    this.#post = post
  }

  /** @param fraction cut to 0 … 1: what divides by nothing is no reason to fail a job */
  readonly tell = (fraction: unknown, text: unknown = ''): void => {
    const number = Number(fraction)
    this.#waiting = {
      fraction: number > 0 ? Math.min(number, 1) : 0,
      text: cutText(typeof text === 'string' ? text : '', LONGEST_TEXT_BYTES),
    }
    // Looked at here as well: in a loop that never waits no timer comes.
    const dueInMs = this.#postedAt + INTERVAL_MS - performance.now()
    if (dueInMs <= 0) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), dueInMs)
  }

  /** Posts what waits; nothing waits any longer. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const waiting = this.#waiting
    if (waiting === undefined) return
    this.#waiting = undefined
    this.#postedAt = performance.now()
    this.#post(waiting.fraction, waiting.text)
  }
}
