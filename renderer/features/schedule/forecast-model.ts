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
 * @param paused nothing starts: a hold is renewed for as long as its job waits
 * @returns undefined for a backoff that will be refused
 */
export function forecastHold(
  backoffMs: number,
  life: HoldLifeView,
  { ahead, paused }: { readonly ahead: number; readonly paused: boolean },
): Forecast | undefined {
  if (!Number.isInteger(backoffMs) || backoffMs < 0 || backoffMs > LIMITS.backoffMs) return undefined
  const holdMs = Math.min(Math.max(backoffMs, life.worstCaseMs, life.leaseMs), LIMITS.backoffMs)
  const sentence = holdInWords(backoffMs, holdMs, reason(life, ahead))
  const end = paused ? ' The queue is paused: held on while it waits.' : ''
  return { holdMs, sentence: `${sentence}${end}` }
}

/** At its end a job's hold is cut to what is left of its backoff, so the later of two moments counts. */
function holdInWords(backoffMs: number, holdMs: number, why: string): string {
  const hold = formatDuration(holdMs)
  if (holdMs === backoffMs) return `Will be held ${hold} (backoff).`
  if (backoffMs === 0) return `Will be held until it has run; at first ${hold}, ${why}.`
  const backoff = formatDuration(backoffMs)
  return `Will be held ${backoff} (backoff) or until it has run, whichever is longer; at first ${hold}, ${why}.`
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
