import type { HoldValueWriter } from './hold-value'
import type { KeyLayout } from './key-layout'
import type { RedisHold } from './redis-hold'
import { ScriptCall } from './script-call'

/** A call of a script about holds of one generation: its name is KEYS[1], it itself is ARGV[1]. */
export class HoldCall extends ScriptCall {
  readonly #prefix: string
  readonly #prefixBytes: number
  readonly #writeValue: HoldValueWriter

  constructor(layout: KeyLayout, writeValue: HoldValueWriter, generation: string) {
    super()
    this.#prefix = layout.holdName(generation, '')
    this.#prefixBytes = Buffer.byteLength(this.#prefix)
    this.#writeValue = writeValue
    this.key(layout.generationName, Buffer.byteLength(layout.generationName))
    this.arg(generation, generation.length)
  }

  /** Next in KEYS. */
  name(hold: RedisHold): void {
    const { key } = hold
    this.key(this.#prefix + key, this.#prefixBytes + Buffer.byteLength(key))
  }

  /** Next in ARGV. */
  value(hold: RedisHold): void {
    if (hold.value !== undefined) {
      this.arg(hold.value, Buffer.byteLength(hold.value))
      return
    }
    // What this instance writes is ASCII.
    const value = this.#writeValue(hold.counter, hold.at, hold.backoffMs)
    this.arg(value, value.length)
  }
}
