import { chartOutcomes } from '../../contract/charts'
import { DURATION_BINS } from './duration-bins'

const OUTCOMES = chartOutcomes.length

/** What was recorded in one or several buckets together. */
export interface RecordedMoment {
  /** False where nobody looked: before the start, or while the machine slept. */
  readonly recorded: boolean
  /** In the order of `chartOutcomes`. */
  readonly counts: Float64Array
  /** The most seen at once. */
  readonly waiting: number
  readonly running: number
  /** Counts of each bin. */
  readonly wait: Float64Array
  readonly run: Float64Array
}

/**
 * Buckets of equal length, the oldest overwritten: a bucket's number is its time divided by its length. All of its
 * memory is taken at the start (2,149 bytes a bucket), and recording is the increment of a few numbers.
 */
export class ChartRing {
  readonly bucketMs: number
  readonly #size: number
  readonly #recorded: Uint8Array
  readonly #counts: Uint32Array
  readonly #waiting: Uint32Array
  readonly #running: Uint32Array
  readonly #wait: Uint32Array
  readonly #run: Uint32Array
  /** Number of the bucket that is being filled, and its place. */
  #current: number
  #slot: number

  /**
   * @param buckets kept, the one that is being filled included
   * @param time ms; now
   */
  constructor(bucketMs: number, buckets: number, time: number) {
    this.bucketMs = bucketMs
    this.#size = buckets
    this.#recorded = new Uint8Array(buckets)
    this.#counts = new Uint32Array(buckets * OUTCOMES)
    this.#waiting = new Uint32Array(buckets)
    this.#running = new Uint32Array(buckets)
    this.#wait = new Uint32Array(buckets * DURATION_BINS)
    this.#run = new Uint32Array(buckets * DURATION_BINS)
    this.#current = Math.floor(time / bucketMs)
    this.#slot = this.#current % buckets
  }

  get bytes(): number {
    const arrays = [this.#recorded, this.#counts, this.#waiting, this.#running, this.#wait, this.#run]
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  /** Number of the bucket that is being filled. */
  get current(): number {
    return this.#current
  }

  /** What is recorded from now on belongs to the bucket of this time. @param time never less than before */
  moveTo(time: number): void {
    const wanted = Math.floor(time / this.bucketMs)
    if (wanted <= this.#current) return
    const passed = Math.min(this.#size, wanted - this.#current)
    for (let back = 0; back < passed; back += 1) this.#clear((wanted - back) % this.#size)
    this.#current = wanted
    this.#slot = wanted % this.#size
  }

  /** @param outcome its place in `chartOutcomes` */
  count(outcome: number): void {
    this.#recorded[this.#slot] = 1
    const index = this.#slot * OUTCOMES + outcome
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
  }

  /** A job that was run. @param waitBin, runBin see `binOf` */
  ran(waitBin: number, runBin: number): void {
    const first = this.#slot * DURATION_BINS
    this.#wait[first + waitBin] = (this.#wait[first + waitBin] ?? 0) + 1
    this.#run[first + runBin] = (this.#run[first + runBin] ?? 0) + 1
  }

  /** How much waits and runs now. */
  level(waiting: number, running: number): void {
    this.#recorded[this.#slot] = 1
    if (waiting > (this.#waiting[this.#slot] ?? 0)) this.#waiting[this.#slot] = waiting
    if (running > (this.#running[this.#slot] ?? 0)) this.#running[this.#slot] = running
  }

  /** Several buckets as one. What is no longer kept, or has not begun, adds nothing. */
  merge(first: number, buckets: number): RecordedMoment {
    const counts = new Float64Array(OUTCOMES)
    const wait = new Float64Array(DURATION_BINS)
    const run = new Float64Array(DURATION_BINS)
    let recorded = false
    let waiting = 0
    let running = 0
    const from = Math.max(first, this.#current - this.#size + 1)
    const to = Math.min(first + buckets - 1, this.#current)
    for (let number = from; number <= to; number += 1) {
      const slot = number % this.#size
      if (this.#recorded[slot] === 0) continue
      recorded = true
      waiting = Math.max(waiting, this.#waiting[slot] ?? 0)
      running = Math.max(running, this.#running[slot] ?? 0)
      addTo(counts, this.#counts, slot * OUTCOMES)
      addTo(wait, this.#wait, slot * DURATION_BINS)
      addTo(run, this.#run, slot * DURATION_BINS)
    }
    return { recorded, counts, waiting, running, wait, run }
  }

  #clear(slot: number): void {
    this.#recorded[slot] = 0
    this.#waiting[slot] = 0
    this.#running[slot] = 0
    this.#counts.fill(0, slot * OUTCOMES, (slot + 1) * OUTCOMES)
    this.#wait.fill(0, slot * DURATION_BINS, (slot + 1) * DURATION_BINS)
    this.#run.fill(0, slot * DURATION_BINS, (slot + 1) * DURATION_BINS)
  }
}

function addTo(sum: Float64Array, counts: Uint32Array, first: number): void {
  for (let index = 0; index < sum.length; index += 1) {
    sum[index] = (sum[index] ?? 0) + (counts[first + index] ?? 0)
  }
}
