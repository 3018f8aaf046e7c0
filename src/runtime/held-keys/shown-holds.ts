import type { ShownHoldView } from '../../contract/held-keys-acts'
import { readHoldValue } from '../../dedup/hold-value'
import type { InspectedHold, ShownHold } from '../../dedup/key-inspector'
import type { HoldTarget } from './found-hold'

/** By how much the expiry of a value without a token may differ, as the scripts have it; ms. */
const EXPIRY_TOLERANCE_MS = 50

/** A hold that the operator has marked, as it crossed the process line. */
export function markedHold({ nameBytes, valueBytes, expiresAt }: ShownHoldView): HoldTarget {
  const name = Buffer.from(nameBytes, 'base64')
  const value = Buffer.from(valueBytes, 'base64')
  return { name: name.toString('latin1'), shown: () => ({ name, value, expiresAt }) }
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
