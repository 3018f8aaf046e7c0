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
    Atomics.store(this.#states, count % SLOTS, stateOf(count, OFFERED))
    return count
  }

  /** For the worker. @returns false where it has been withdrawn */
  start(slot: number): boolean {
    return this.#move(slot, STARTED)
  }

  /** For the host. @returns false where it has started */
  withdraw(slot: number): boolean {
    return this.#move(slot, WITHDRAWN)
  }

  /** For the worker: it ended well, without a pause, and there is nothing else to tell. */
  end(slot: number, runMs: number): void {
    this.#runMs[slot % SLOTS] = runMs
    Atomics.store(this.#states, slot % SLOTS, stateOf(slot, ENDED))
  }

  /** For the host. @returns how long the run took; undefined where it has not ended, or is told in a message */
  endedMs(slot: number): number | undefined {
    const state = Atomics.load(this.#states, slot % SLOTS)
    return state === stateOf(slot, ENDED) ? this.#runMs[slot % SLOTS] : undefined
  }

  #move(slot: number, to: number): boolean {
    const offered = stateOf(slot, OFFERED)
    return Atomics.compareExchange(this.#states, slot % SLOTS, offered, stateOf(slot, to)) === offered
  }
}

/** Says of which run it is as well: places are used again, and a run withdrawn long ago may still be on its way. */
const stateOf = (slot: number, state: number): number => slot * 8 + state
