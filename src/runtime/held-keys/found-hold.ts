import type { InspectedHold, ShownHold } from '../../dedup/key-inspector'
import type { HoldOwner } from '../../processor/outcomes'

/** Texts that are kept once however often they come. */
const MOST_TEXTS = 10_000

/** Keeps equal texts once: owners and generations are the same in most of a hundred thousand rows. */
export class SharedTexts {
  readonly #texts = new Map<string, string>()

  of(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    if (this.#texts.size < MOST_TEXTS) this.#texts.set(text, text)
    return text
  }
}

/** What an act on many holds needs of one. */
export interface HoldTarget {
  /** The exact Redis key; each character a byte. */
  readonly name: string
  /** What the act compares; undefined where that cannot be done: no string, or cut. */
  shown(): ShownHold | undefined
}

/** A hold that a scan found, in little memory: its bytes as texts of one byte a character, decoded when it is shown. */
export class FoundHold implements HoldTarget {
  readonly name: string
  readonly generation: string
  readonly at: number | undefined
  readonly ownerKind: HoldOwner['kind']
  readonly host: string
  readonly instance: string
  readonly #keyAt: number
  readonly #value: string | undefined
  readonly #valueLength: number | undefined
  readonly #wrongType: string | undefined
  readonly #readAt: number
  #expiresAt: number | undefined
  #remainingMs: number | undefined
  readonly #current: boolean
  readonly #backoffMs: number | undefined
  readonly #backoffEndsAt: number | undefined

  constructor(hold: InspectedHold, texts: SharedTexts) {
    const { name, key, value, valueLength, owner } = hold
    this.name = name.toString('latin1')
    this.#keyAt = name.length - key.bytes.length
    this.generation = texts.of(hold.generation)
    this.#value = value?.toString('latin1')
    this.#valueLength = valueLength
    this.#expiresAt = hold.expiresAt
    this.#remainingMs = hold.remainingMs
    this.#readAt = hold.readAt
    this.#current = hold.current
    this.at = hold.at
    this.#backoffMs = hold.backoffMs
    this.#backoffEndsAt = hold.backoffEndsAt
    this.#wrongType = hold.wrongType === undefined ? undefined : texts.of(hold.wrongType)
    this.ownerKind = owner.kind
    this.host = owner.kind === 'keyhold' ? texts.of(owner.host) : ''
    this.instance = owner.kind === 'keyhold' ? texts.of(owner.instance) : ''
  }

  /** The job's key; each character a byte. */
  get key(): string {
    return this.name.slice(this.#keyAt)
  }

  /** Bytes of its name and of its value, as far as that was read. */
  get bytes(): number {
    return this.name.length + (this.#value?.length ?? 0)
  }

  /** Redis' time, ms since the epoch; undefined: no expiry. */
  get expiresAt(): number | undefined {
    return this.#expiresAt
  }

  /** It is kept until then, by an act of this app. @param expiresAt Redis' time; ms since the epoch */
  extendTo(expiresAt: number): void {
    if (this.#expiresAt === undefined || this.#remainingMs === undefined) return
    this.#remainingMs += expiresAt - this.#expiresAt
    this.#expiresAt = expiresAt
  }

  /** As it was read, and extended since. */
  hold(): InspectedHold {
    const name = Buffer.from(this.name, 'latin1')
    const bytes = name.subarray(this.#keyAt)
    const text = bytes.toString('utf8')
    return {
      name,
      redisKey: name.toString('utf8'),
      key: { bytes, text, exact: Buffer.from(text).equals(bytes) },
      generation: this.generation,
      current: this.#current,
      remainingMs: this.#remainingMs,
      expiresAt: this.#expiresAt,
      readAt: this.#readAt,
      owner: this.#owner(),
      ...(this.#value === undefined ? {} : { value: Buffer.from(this.#value, 'latin1') }),
      ...(this.#valueLength === undefined ? {} : { valueLength: this.#valueLength }),
      ...(this.at === undefined ? {} : { at: this.at }),
      ...(this.#backoffMs === undefined ? {} : { backoffMs: this.#backoffMs }),
      ...(this.#backoffEndsAt === undefined ? {} : { backoffEndsAt: this.#backoffEndsAt }),
      ...(this.#wrongType === undefined ? {} : { wrongType: this.#wrongType }),
    }
  }

  shown(): ShownHold | undefined {
    if (this.#value === undefined || this.#value.length !== this.#valueLength) return undefined
    return {
      name: Buffer.from(this.name, 'latin1'),
      value: Buffer.from(this.#value, 'latin1'),
      expiresAt: this.#expiresAt ?? null,
    }
  }

  #owner(): HoldOwner {
    if (this.ownerKind !== 'keyhold') return { kind: this.ownerKind }
    return { kind: 'keyhold', instance: this.instance, host: this.host, at: this.at ?? 0 }
  }
}
