const LINES_A_SECOND = 200

/** Bounds lines that come past the bounds of their job, as those written straight to the host's own output. */
export class LineRate {
  readonly #pass: (line: string) => void
  #second = 0
  #passed = 0

  constructor(pass: (line: string) => void) {
    this.#pass = pass
  }

  push(line: string): void {
    const second = Math.floor(performance.now() / 1_000)
    if (second !== this.#second) {
      this.#second = second
      this.#passed = 0
    }
    this.#passed += 1
    if (this.#passed <= LINES_A_SECOND) this.#pass(line)
    else if (this.#passed === LINES_A_SECOND + 1) this.#pass('Further lines of this second are dropped.')
  }
}
