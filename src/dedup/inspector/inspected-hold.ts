import { isUtf8 } from 'node:buffer'
import type { HoldOwner } from '../../processor/outcomes'
import { readHoldValue } from '../hold-value'

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
  readonly value?: Buffer
  /** Bytes of the whole value. */
  readonly valueLength?: number
  readonly owner: HoldOwner
  /** When the key was scheduled: Redis' time, ms since the epoch. Keyhold's own values alone say it. */
  readonly at?: number
  readonly backoffMs?: number
  /** When its own backoff is over, by this host's wall clock; ms since the epoch. Keyhold's own values alone say it. */
  readonly backoffEndsAt?: number
  readonly token?: string
  /** The Redis type where it is not a string. */
  readonly wrongType?: string
}

/** Longer values are no holds of Keyhold; a page of them must not fill the memory. */
export const LONGEST_VALUE_BYTES = 16_384

/** What one script answers for one name. */
export interface HoldReading {
  readonly name: Buffer
  readonly generation: string
  readonly key: Buffer
  readonly current: boolean
  /** PTTL: -1 without expiry. */
  readonly remaining: number
  /** Redis' time; ms since the epoch. */
  readonly redisNow: number
  readonly readAt: number
  /** Redis' time in this host's. */
  readonly toWall: (redisMs: number) => number
  readonly value: Buffer | undefined
  readonly valueLength: number
  /** Empty for a string. */
  readonly wrongType: string
}

/** Decodes what was read of one hold. Never throws: whatever is there is shown as such. */
export function decodeHold(reading: HoldReading): InspectedHold {
  const { name, generation, key, current, remaining, redisNow, readAt, value, valueLength, wrongType } =
    reading
  const shown = {
    name,
    redisKey: name.toString('utf8'),
    key: { bytes: key, text: key.toString('utf8'), exact: isUtf8(key) },
    generation,
    current,
    remainingMs: remaining < 0 ? undefined : remaining,
    expiresAt: remaining < 0 ? undefined : redisNow + remaining,
    readAt,
  }
  if (value === undefined) return { ...shown, owner: { kind: 'unknown' }, wrongType: wrongType || 'unknown' }
  const told = readHoldValue(value)
  const { at, backoffMs } = told
  const ends = at === undefined || backoffMs === undefined ? undefined : reading.toWall(at + backoffMs)
  return {
    ...shown,
    value,
    valueLength,
    ...told,
    ...(ends === undefined ? {} : { backoffEndsAt: ends }),
  }
}
