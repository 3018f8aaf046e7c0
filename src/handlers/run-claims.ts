/** More than a worker is ever given at once. */
const SLOTS = 4_096

const OFFERED = 1
const STARTED = 2
const WITHDRAWN = 3
const ENDED = 4

/**
 * Which of the runs that a worker was given have started, in memory that host and worker share: a run is started by
 * the one or withdrawn by the other, never both, however busy the worker is.
 */
export class RunClaims {
  readonly memory: SharedArrayBuffer
  readonly #states: Int32Array
  readonly #runMs: Float64Array

  /** @param memory of the other side; made anew where there is none yet */
  constructor(memory = new SharedArrayBuffer(SLOTS * 12)) {
    this.memory = memory
    this.#runMs = new Float64Array(memory, 0, SLOTS)
    this.#states = new Int32Array(memory, SLOTS * 8, SLOTS)
  }

  /** For the host, before it sends the run. @param count of the runs that this worker was given before */
  offer(count: number): number {
    const slot = count % SLOTS
    Atomics.store(this.#states, slot, OFFERED)
    return slot
  }

  /** For the worker. @returns false where it has been withdrawn */
  start(slot: number): boolean {
    return Atomics.compareExchange(this.#states, slot, OFFERED, STARTED) === OFFERED
  }

  /** For the host. @returns false where it has started */
  withdraw(slot: number): boolean {
    return Atomics.compareExchange(this.#states, slot, OFFERED, WITHDRAWN) === OFFERED
  }

  /** For the worker: it ended well, without a pause, and there is nothing else to tell. */
  end(slot: number, runMs: number): void {
    this.#runMs[slot] = runMs
    Atomics.store(this.#states, slot, ENDED)
  }

  /** For the host. @returns how long the run took; undefined where it has not ended, or is told in a message */
  endedMs(slot: number): number | undefined {
    return Atomics.load(this.#states, slot) === ENDED ? this.#runMs[slot] : undefined
  }
}
