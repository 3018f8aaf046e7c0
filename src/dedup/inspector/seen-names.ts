/** Names remembered in each half. */
const HALF = 100_000

/**
 * Tells names that a SCAN returned before, within bounds: of a very long scan only the last 100,000 to 200,000 are
 * remembered. Redis repeats names while its table grows or shrinks, mostly soon after.
 */
export class SeenNames {
  #recent = new Set<string>()
  #older = new Set<string>()

  /** @returns false where the name is remembered */
  add(name: Buffer): boolean {
    const bytes = name.toString('latin1')
    if (this.#recent.has(bytes) || this.#older.has(bytes)) return false
    this.#recent.add(bytes)
    if (this.#recent.size >= HALF) {
      this.#older = this.#recent
      this.#recent = new Set()
    }
    return true
  }
}
