import type { RedisHold } from './redis-hold'

/** Buckets looked through one by one; a longer gap goes over the buckets that exist. */
const LONGEST_WALK = 10_000

/**
 * Which holds are due for renewal when, in buckets of a fixed width: no timer a hold, and a hold enters and leaves
 * in O(1).
 */
export class RenewalSchedule {
  readonly #widthMs: number
  readonly #buckets = new Map<number, RedisHold[]>()
  /** The first bucket that has not been taken out. */
  #next = 0

  /** @param widthMs of a bucket: how late a renewal may be */
  constructor(widthMs: number) {
    this.#widthMs = widthMs
  }

  /** @param dueAt Redis' time, ms; a moment in the past is due with the next call */
  add(hold: RedisHold, dueAt: number): void {
    this.remove(hold)
    const number = Math.max(Math.floor(dueAt / this.#widthMs), this.#next)
    const bucket = this.#buckets.get(number)
    hold.bucket = number
    if (bucket === undefined) {
      hold.slot = 0
      this.#buckets.set(number, [hold])
    } else {
      hold.slot = bucket.push(hold) - 1
    }
  }

  remove(hold: RedisHold): void {
    if (hold.bucket === -1) return
    const bucket = this.#buckets.get(hold.bucket)
    const last = bucket?.pop()
    if (bucket !== undefined && last !== undefined && last !== hold) {
      bucket[hold.slot] = last
      last.slot = hold.slot
    }
    if (bucket?.length === 0) this.#buckets.delete(hold.bucket)
    hold.bucket = hold.slot = -1
  }

  /** Takes out what is due. @param now Redis' time, ms */
  due(now: number): RedisHold[] {
    const last = Math.floor(now / this.#widthMs)
    const holds: RedisHold[] = []
    for (const number of this.#numbersUpTo(last)) {
      for (const hold of this.#buckets.get(number) ?? []) {
        hold.bucket = hold.slot = -1
        holds.push(hold)
      }
      this.#buckets.delete(number)
    }
    this.#next = Math.max(this.#next, last + 1)
    return holds
  }

  #numbersUpTo(last: number): number[] {
    if (last - this.#next > LONGEST_WALK) return [...this.#buckets.keys()].filter((number) => number <= last)
    const numbers: number[] = []
    for (let number = this.#next; number <= last; number++) numbers.push(number)
    return numbers
  }
}
