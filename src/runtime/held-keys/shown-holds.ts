import type { ShownHoldView } from '../../contract/held-keys-acts'
import { readHoldValue } from '../../dedup/hold-value'
import { EXPIRY_TOLERANCE_MS, type InspectedHold, type ShownHold } from '../../dedup/key-inspector'
import type { HoldTarget } from './found-hold'

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
  const expiresAt = shown.expiresAt ?? undefined
  if (now.expiresAt === undefined || expiresAt === undefined) return now.expiresAt === expiresAt
  return Math.abs(now.expiresAt - expiresAt) <= EXPIRY_TOLERANCE_MS
}
