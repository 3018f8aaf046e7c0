const LOOK_EVERY_MS = 20

/** The most memory that this thread was seen to hold, heap and buffers, since it was made. */
export class PeakMemory {
  #bytes = 0
  readonly #timer = setInterval(() => this.#look(), LOOK_EVERY_MS)

  constructor() {
    this.#timer.unref()
    this.#look()
  }

  /** @returns bytes */
  end(): number {
    clearInterval(this.#timer)
    this.#look()
    return this.#bytes
  }

  #look(): void {
    // Of this thread alone; buffers are a part of what lies outside of the heap.
    const { heapUsed, external } = process.memoryUsage()
    this.#bytes = Math.max(this.#bytes, heapUsed + external)
  }
}
