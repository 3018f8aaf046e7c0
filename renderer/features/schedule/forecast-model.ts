import type { HoldLifeView, KeyStateView } from '../../../src/contract/hold-life'
import { LIMITS } from '../../../src/contract/limits'
import { formatDuration, formatWholeSeconds } from '../../ui/duration'
import { countOf } from '../../ui/format'
import { ownerInWords } from '../../ui/owner'

export interface Forecast {
  /** How long the key will be held, counted from now; at most 30 days. */
  readonly holdMs: number
  readonly sentence: string
}

/**
 * How long a key would be held if it were scheduled now: max(backoff, worst case, lease), as `dedup/takes.ts` does.
 *
 * @param ahead jobs that wait or run here
 * @returns undefined for a backoff that will be refused
 */
export function forecastHold(backoffMs: number, life: HoldLifeView, ahead: number): Forecast | undefined {
  if (!Number.isInteger(backoffMs) || backoffMs < 0 || backoffMs > LIMITS.backoffMs) return undefined
  const holdMs = Math.min(Math.max(backoffMs, life.worstCaseMs, life.leaseMs), LIMITS.backoffMs)
  const hold = formatDuration(holdMs)
  if (holdMs === backoffMs) return { holdMs, sentence: `Will be held ${hold} (backoff).` }
  const why = reason(life, ahead)
  if (backoffMs === 0) return { holdMs, sentence: `Will be held until it has run; at first ${hold}, ${why}.` }
  return { holdMs, sentence: `Will be held ${formatDuration(backoffMs)} (backoff), or ${hold}, ${why}.` }
}

function reason({ worstCaseMs, leaseMs }: HoldLifeView, ahead: number): string {
  if (worstCaseMs <= leaseMs) return 'the shortest hold'
  if (ahead === 0) return 'as long as the longest recent run'
  return `because ${countOf(ahead, 'job')} ${ahead === 1 ? 'is' : 'are'} ahead`
}

/**
 * How a key stands, where that stands in the way.
 *
 * @param now ms since the epoch
 */
export function keyStateInWords(state: KeyStateView, now: number): string | undefined {
  switch (state.state) {
    case 'free':
      return undefined
    case 'here':
      return `This key ${state.job === 'running' ? 'runs' : 'waits'} here now (job ${state.jobId}).`
    case 'held':
      return heldInWords(state, now)
  }
}

function heldInWords(state: KeyStateView & { readonly state: 'held' }, now: number): string | undefined {
  const owner =
    state.owner.kind === 'keyhold' && !state.owner.here ? state.owner.host : ownerInWords(state.owner)
  if (state.remainingMs === undefined) return `Held without an expiry by ${owner}.`
  const remaining = state.readAt + state.remainingMs - Math.max(now, state.readAt)
  return remaining > 0 ? `Held for another ${formatWholeSeconds(remaining)} by ${owner}.` : undefined
}

/** Whether a key that is being typed can be looked up: what no schedule would take is not asked about. */
export function canLookUp(key: string): boolean {
  return key !== '' && new TextEncoder().encode(key).length <= LIMITS.keyBytes
}
