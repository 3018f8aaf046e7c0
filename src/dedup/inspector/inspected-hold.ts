import { isUtf8 } from 'node:buffer'
import type { HoldOwner } from '../../processor/outcomes'
import { readHoldValue, type HoldValue } from '../hold-value'

/** The key of a job, which may be no text at all where go-io wrote it. */
export interface InspectedKey {
  readonly bytes: Buffer
  /** What is not UTF-8 is shown as U+FFFD. */
  readonly text: string
  /** True where `text` says every byte. */
  readonly exact: boolean
}

/** A hold as it stood in Redis at one moment. */
export interface InspectedHold {
  /** The exact Redis key. */
  readonly name: Buffer
  /** The exact Redis key as text. */
  readonly redisKey: string
  readonly key: InspectedKey
  readonly generation: string
  /** Of the generation that counted at that moment. */
  readonly current: boolean
  /** Ms; undefined: no expiry. */
  readonly remainingMs: number | undefined
  /** The moment of its expiry in Redis' time, ms since the epoch; undefined: none. It stays the same whatever clock is set. */
  readonly expiresAt: number | undefined
  /** That moment by this host's wall clock; ms since the epoch. */
  readonly readAt: number
  /** Undefined where the key holds no string. Cut to `LONGEST_VALUE_BYTES`: `valueLength` tells. */
  readonly value?: Buffer | undefined
  /** Bytes of the whole value. */
  readonly valueLength?: number | undefined
  readonly owner: HoldOwner
  /** When the key was scheduled: Redis' time, ms since the epoch. Keyhold's own values alone say it. */
  readonly at?: number | undefined
  readonly backoffMs?: number | undefined
  /** When its own backoff is over, by this host's wall clock; ms since the epoch. Keyhold's own values alone say it. */
  readonly backoffEndsAt?: number | undefined
  readonly token?: string | undefined
  /** The Redis type where it is not a string. */
  readonly wrongType?: string | undefined
}

/** Longer values are no holds of Keyhold; a page of them must not fill the memory. */
export const LONGEST_VALUE_BYTES = 16_384

/** What a script tells of one name. */
export interface HoldTold {
  readonly name: Buffer
  /** PTTL: -1 without expiry. */
  readonly remaining: number
  readonly value: Buffer | undefined
  readonly valueLength: number
  /** Empty for a string. */
  readonly wrongType: string
}

/** What is known of it besides. */
export interface HoldReading {
  readonly generation: string
  readonly key: Buffer
  readonly current: boolean
  /** Redis' time; ms since the epoch. */
  readonly redisNow: number
  readonly readAt: number
  /** Redis' time in this host's. */
  readonly toWall: (redisMs: number) => number
}

const NOTHING: HoldValue = { owner: { kind: 'unknown' } }

/**
 * A hold as it was read; decoded where it is asked for, since a scan reads many of which few are shown. Never throws:
 * whatever is there is shown as such.
 */
export class ReadHold implements InspectedHold {
  readonly name: Buffer
  readonly key: InspectedKey
  readonly generation: string
  readonly current: boolean
  readonly remainingMs: number | undefined
  readonly expiresAt: number | undefined
  readonly readAt: number
  readonly value: Buffer | undefined
  readonly valueLength: number | undefined
  readonly wrongType: string | undefined
  readonly #toWall: (redisMs: number) => number
  #told: HoldValue | undefined

  constructor({ name, remaining, value, valueLength, wrongType }: HoldTold, reading: HoldReading) {
    this.name = name
    this.key = new ReadKey(reading.key)
    this.generation = reading.generation
    this.current = reading.current
    this.remainingMs = remaining < 0 ? undefined : remaining
    this.expiresAt = remaining < 0 ? undefined : reading.redisNow + remaining
    this.readAt = reading.readAt
    this.value = value
    this.valueLength = value && valueLength
    this.wrongType = value === undefined ? wrongType || 'unknown' : undefined
    this.#toWall = reading.toWall
  }

  get redisKey(): string {
    return this.name.toString('utf8')
  }

  get owner(): HoldOwner {
    return this.#tells.owner
  }

  get at(): number | undefined {
    return this.#tells.at
  }

  get backoffMs(): number | undefined {
    return this.#tells.backoffMs
  }

  get token(): string | undefined {
    return this.#tells.token
  }

  get backoffEndsAt(): number | undefined {
    const { at, backoffMs } = this.#tells
    return at === undefined || backoffMs === undefined ? undefined : this.#toWall(at + backoffMs)
  }

  get #tells(): HoldValue {
    return (this.#told ??= this.value === undefined ? NOTHING : readHoldValue(this.value))
  }
}

class ReadKey implements InspectedKey {
  readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get text(): string {
    return this.bytes.toString('utf8')
  }

  get exact(): boolean {
    return isUtf8(this.bytes)
  }
}
