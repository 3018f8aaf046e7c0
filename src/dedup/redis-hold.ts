import type { Hold } from '../processor/dedup'

/**
 * A hold that this instance has taken, or is about to.
 * - `live`: ours when Redis was last asked
 * - `released`: gone before its expiry, so somebody released it; never taken anew
 * - `lapsed`: its expiry passed, or another took it since; the check before the run decides
 * - `ended`: settled or abandoned by us
 * - `discarded`: released by us
 */
export type HoldPhase = 'live' | 'released' | 'lapsed' | 'ended' | 'discarded'

/**
 * Moments are kept as whole ms from this one, which are small integers for 24 days; as ms since the epoch each would
 * be an object of its own, and a queue may hold a million.
 */
const ORIGIN = Date.now()

/** The difference of two doubles is a double to V8, however whole and small. */
const sinceOrigin = (moment: number): number => {
  const since = moment - ORIGIN
  const small = since | 0
  return small === since ? small : since
}

/** Holds that expire at about the same time. */
export interface RenewalBucket {
  readonly number: number
  readonly holds: RedisHold[]
}

export class RedisHold implements Hold {
  readonly key: string
  readonly backoffMs: number
  readonly #at: number
  /** This instance's count of holds: makes the token of what it has taken. */
  readonly counter: number
  generation = ''
  phase: HoldPhase = 'live'
  #expiresAt = 0
  /** The trust in clocks under which `expiresAt` was learned. */
  era = 0
  /** Place in the renewal schedule; none without a bucket. */
  bucket: RenewalBucket | undefined
  slot = -1

  constructor(key: string, backoffMs: number, at: number, counter: number) {
    this.key = key
    this.backoffMs = backoffMs
    this.#at = sinceOrigin(at)
    this.counter = counter
  }

  /** When the key was scheduled: Redis' time, whole ms since the epoch. */
  get at(): number {
    return this.#at + ORIGIN
  }

  /** At the earliest, in Redis' time; ms since the epoch. */
  get expiresAt(): number {
    return this.#expiresAt + ORIGIN
  }

  set expiresAt(moment: number) {
    this.#expiresAt = sinceOrigin(Math.floor(moment))
  }

  /** When a settle makes it expire, in Redis' time; 0 deletes it. */
  get settleAt(): number {
    return this.phase === 'discarded' ? 0 : this.at + this.backoffMs
  }

  get number(): number {
    return this.counter
  }

  /** What stands in Redis; undefined where this instance writes it from what is known here. */
  get value(): string | undefined {
    return undefined
  }
}

/** Taken anew for a job whose hold has lapsed: scheduled at the same moment, with the same number, and a token of its own. */
export class HoldTakenAnew extends RedisHold {
  readonly #number: number

  constructor(lapsed: RedisHold, counter: number) {
    super(lapsed.key, lapsed.backoffMs, lapsed.at, counter)
    this.#number = lapsed.number
  }

  override get number(): number {
    return this.#number
  }
}

/** Taken by an earlier instance, whose value stays as it is. */
export class AdoptedHold extends RedisHold {
  readonly #value: string

  constructor(key: string, backoffMs: number, at: number, value: string, number: number) {
    super(key, backoffMs, at, number)
    this.#value = value
  }

  override get value(): string {
    return this.#value
  }
}
