import { randomInt } from 'node:crypto'

/** Names remembered in each half. */
const HALF = 100_000
/** Slots of a half: a power of two, with room enough that a search ends soon. */
const SLOTS = 2 ** 18
/** Odd numbers whose products spread over all 32 bits. */
const [SPREAD_ONE, SPREAD_OTHER] = [0x01000193, 0x85ebca6b] as const

const randomSeed = (): number => randomInt(-(2 ** 31), 2 ** 31)

/**
 * Tells names that a SCAN returned before, within bounds: of a very long scan only the last 100,000 to 200,000 are
 * remembered. Redis repeats names while its table grows or shrinks, mostly soon after.
 *
 * Remembered are 64 bits of each name, begun at random: that two of a million names share them is less likely than one
 * in ten million, and the names themselves would cost more than all else that a scan does with them here.
 */
export class SeenNames {
  readonly #seeds = [randomSeed(), randomSeed()] as const
  #recent = new Half()
  #older = new Half()

  /** @returns false where the name is remembered */
  add(name: Buffer): boolean {
    let [one, other] = this.#seeds
    for (const byte of name) {
      one = Math.imul(one ^ byte, SPREAD_ONE)
      other = Math.imul(other ^ byte ^ (other >>> 15), SPREAD_OTHER)
    }
    if (this.#older.has(one, other) || !this.#recent.add(one, other)) return false
    if (this.#recent.size === HALF) [this.#recent, this.#older] = [this.#older.cleared(), this.#recent]
    return true
  }
}

/** Pairs of 32 bits, each in the first free slot from the one that it names. */
class Half {
  readonly #ones = new Int32Array(SLOTS)
  readonly #others = new Int32Array(SLOTS)
  #size = 0

  get size(): number {
    return this.#size
  }

  has(one: number, other: number): boolean {
    return this.#isAt(this.#slotOf(one, other), one, other)
  }

  /** @returns false where it is here */
  add(one: number, other: number): boolean {
    const slot = this.#slotOf(one, other)
    if (this.#isAt(slot, one, other)) return false
    this.#ones[slot] = one
    this.#others[slot] = other
    this.#size += 1
    return true
  }

  cleared(): this {
    this.#ones.fill(0)
    this.#others.fill(0)
    this.#size = 0
    return this
  }

  /** Where it is, or would be. */
  #slotOf(one: number, other: number): number {
    let slot = (one ^ (one >>> 16) ^ other) & (SLOTS - 1)
    while (!this.#isFree(slot) && !this.#isAt(slot, one, other)) slot = (slot + 1) & (SLOTS - 1)
    return slot
  }

  #isFree(slot: number): boolean {
    return this.#ones[slot] === 0 && this.#others[slot] === 0
  }

  #isAt(slot: number, one: number, other: number): boolean {
    return this.#ones[slot] === one && this.#others[slot] === other
  }
}
