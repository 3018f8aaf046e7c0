const FIRST_SLOTS = 1_024

/**
 * Remembers which keys were seen, by hashes of 53 bits, up to a bound: 8 bytes a slot, at most half of the slots
 * filled. A million keys take 16 MB (24 MB for the moment in which the table grows). Two keys with one hash are taken
 * for the same: of a million keys asked for against a million remembered, about one in ten thousand such sets has
 * one.
 */
export class KeyHashes {
  readonly #most: number
  #slots = new Float64Array(FIRST_SLOTS)
  #size = 0
  #full = false

  /** @param most keys that are remembered; further ones are forgotten */
  constructor(most = 1_000_000) {
    this.#most = most
  }

  get size(): number {
    return this.#size
  }

  /** True where a key was not remembered for want of room: `has` may then miss some. */
  get full(): boolean {
    return this.#full
  }

  add(key: Buffer): void {
    const hash = hashOf(key)
    const slot = this.#slotOf(hash)
    if (this.#slots[slot] === hash) return
    if (this.#size >= this.#most) {
      this.#full = true
      return
    }
    this.#slots[slot] = hash
    this.#size += 1
    if (this.#size * 2 > this.#slots.length) this.#grow()
  }

  has(key: Buffer): boolean {
    const hash = hashOf(key)
    return this.#slots[this.#slotOf(hash)] === hash
  }

  /** The slot that has this hash, or the free one where it belongs. */
  #slotOf(hash: number): number {
    const last = this.#slots.length - 1
    // The lower 32 bits of the hash; the number of slots is a power of two.
    let slot = (hash >>> 0) & last
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== hash) slot = slot === last ? 0 : slot + 1
    return slot
  }

  #grow(): void {
    const known = this.#slots
    this.#slots = new Float64Array(known.length * 2)
    for (const hash of known) if (hash !== 0) this.#slots[this.#slotOf(hash)] = hash
  }
}

/**
 * Two 32-bit multiplicative hashes side by side, of which 53 bits are kept: cyrb53 (public domain, by bryc), over
 * bytes. Never 0, which stands for a free slot.
 */
function hashOf(key: Buffer): number {
  let first = 0xdeadbeef
  let second = 0x41c6ce57
  for (const byte of key) {
    first = Math.imul(first ^ byte, 2_654_435_761)
    second = Math.imul(second ^ byte, 1_597_334_677)
  }
  first =
    Math.imul(first ^ (first >>> 16), 2_246_822_507) ^ Math.imul(second ^ (second >>> 13), 3_266_489_909)
  second =
    Math.imul(second ^ (second >>> 16), 2_246_822_507) ^ Math.imul(first ^ (first >>> 13), 3_266_489_909)
  return 4_294_967_296 * (2_097_151 & second) + (first >>> 0) || 1
}
