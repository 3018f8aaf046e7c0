import type { RedisHold, RenewalBucket } from './redis-hold'

/** Buckets looked through one by one; a longer gap goes over the buckets that exist. */
const LONGEST_WALK = 10_000
/** The bucket of all that had expired when holds were last taken out: their order no longer matters. */
const EXPIRED = -1

/**
 * Which holds expire when, in buckets of a fixed width: no timer a hold, and a hold enters and leaves in O(1).
 */
export class RenewalSchedule {
  readonly #widthMs: number
  readonly #buckets = new Map<number, RenewalBucket>()
  /** The first bucket that had not expired when holds were last taken out. */
  #first = 0

  /** @param widthMs of a bucket: holds that expire so close together have no order */
  constructor(widthMs: number) {
    this.#widthMs = widthMs
  }

  add(hold: RedisHold): void {
    this.remove(hold)
    const number = Math.floor(hold.expiresAt / this.#widthMs)
    this.#put(hold, number < this.#first ? EXPIRED : number)
  }

  remove(hold: RedisHold): void {
    const { bucket } = hold
    if (bucket === undefined) return
    const last = bucket.holds.pop()
    if (last !== undefined && last !== hold) {
      bucket.holds[hold.slot] = last
      last.slot = hold.slot
    }
    if (bucket.holds.length === 0) this.#buckets.delete(bucket.number)
    hold.bucket = undefined
  }

  /**
   * Takes out holds that expire until a moment, the soonest first; what has expired comes last, for it can wait.
   * @param now Redis' time, ms
   * @param until Redis' time, ms
   * @param most so many; the rest stays
   */
  take(now: number, until: number, most: number): RedisHold[] {
    this.#expire(Math.floor(now / this.#widthMs))
    const holds: RedisHold[] = []
    const last = Math.floor(until / this.#widthMs)
    for (let number = this.#first; number <= last && holds.length < most; number++)
      this.#takeFrom(number, most, holds)
    this.#takeFrom(EXPIRED, most, holds)
    return holds
  }

  #put(hold: RedisHold, number: number): void {
    let bucket = this.#buckets.get(number)
    if (bucket === undefined) {
      bucket = { number, holds: [] }
      this.#buckets.set(number, bucket)
    }
    hold.bucket = bucket
    hold.slot = bucket.holds.push(hold) - 1
  }

  #takeFrom(number: number, most: number, holds: RedisHold[]): void {
    const bucket = this.#buckets.get(number)
    while (bucket !== undefined && bucket.holds.length > 0 && holds.length < most) {
      const hold = bucket.holds.pop()
      if (hold === undefined) break
      hold.bucket = undefined
      holds.push(hold)
    }
    if (bucket?.holds.length === 0) this.#buckets.delete(number)
  }

  /** Time goes on, and back where Redis' clock was set. */
  #expire(first: number): void {
    for (const number of this.#numbersBefore(first)) {
      const bucket = this.#buckets.get(number)
      this.#buckets.delete(number)
      for (const hold of bucket?.holds ?? []) this.#put(hold, EXPIRED)
    }
    this.#first = first
  }

  #numbersBefore(first: number): number[] {
    if (first - this.#first > LONGEST_WALK)
      return [...this.#buckets.keys()].filter((number) => number !== EXPIRED && number < first)
    const numbers: number[] = []
    for (let number = this.#first; number < first; number++) numbers.push(number)
    return numbers
  }
}
