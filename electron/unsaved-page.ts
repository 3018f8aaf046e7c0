/**
 * Whether the page holds text that no file has. Then an operator's quit goes to the page first: it asks what becomes
 * of the text, and comes back to quit.
 */
export class UnsavedPage {
  #ask: (() => void) | undefined

  /** @param ask has the page ask the operator; undefined: nothing is unsaved, or the page is gone */
  set(ask: (() => void) | undefined): void {
    this.#ask = ask
  }

  /** @returns true where the page asks the operator now */
  asks(): boolean {
    this.#ask?.()
    return this.#ask !== undefined
  }
}
