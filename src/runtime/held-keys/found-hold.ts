import type { InspectedHold } from '../../dedup/key-inspector'

/** A hold that a scan found. */
export interface FoundHold {
  readonly hold: InspectedHold
  /** Ms since the epoch, by the wall clock; undefined: no expiry. */
  readonly expiresAt: number | undefined
}
