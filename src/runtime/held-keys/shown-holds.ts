import type { ShownHoldView } from '../../contract/held-keys-acts'
import type { InspectedHold, ShownHold } from '../../dedup/key-inspector'
import { readHoldValue } from '../../dedup/hold-value'

/** By how much the expiry of a value without a token may differ, as the scripts have it; ms. */
const EXPIRY_TOLERANCE_MS = 50

/** A hold that crossed the process line. */
export function shownHoldOf({ nameBytes, valueBytes, expiresAt }: ShownHoldView): ShownHold {
  return {
    name: Buffer.from(nameBytes, 'base64'),
    value: Buffer.from(valueBytes, 'base64'),
    expiresAt,
  }
}

/** What an act compares of a hold that was read; undefined where it cannot be compared: no string, or cut. */
export function shownHold(hold: InspectedHold): ShownHold | undefined {
  const { name, value, valueLength, remainingMs, readAt } = hold
  if (value === undefined || value.length !== valueLength) return undefined
  return { name, value, expiresAt: remainingMs === undefined ? null : readAt + remainingMs }
}

/** Whether a hold is still the one that was shown, as the scripts compare it. */
export function isAsShown(now: InspectedHold, shown: ShownHold): boolean {
  if (now.value === undefined || !now.value.equals(shown.value)) return false
  if (readHoldValue(shown.value).token !== undefined) return true
  const expiresAt = shown.expiresAt ?? null
  if (now.remainingMs === undefined || expiresAt === null)
    return now.remainingMs === undefined && expiresAt === null
  return Math.abs(now.readAt + now.remainingMs - expiresAt) <= EXPIRY_TOLERANCE_MS
}
