import type { OrphanEvidence } from '../../contract/held-keys'
import type { InspectedHold } from '../../dedup/key-inspector'

export interface OrphanContext {
  /** This app's own processor. */
  readonly instance: string
  /** Whether an instance shows a heartbeat; undefined: it was not asked for. */
  readonly heartbeatOf: (instance: string) => boolean | undefined
  /** Whether a job waits or runs here by this hold. */
  readonly queuedHere: (hold: InspectedHold) => unknown
  /** Wall clock; ms since the epoch. */
  readonly now: number
}

/** A settle that is under way at this very moment is no orphan; ms. */
const SETTLE_MS = 5_000

/**
 * Why a hold looks orphaned; undefined: it does not. Holds of go-io and of unknown owners never do, since nothing can
 * be known of them. A hold of an instance that shows its heartbeat does not either, however long it stands: a job of it
 * may still wait there, and renews it.
 */
export function orphanEvidence(hold: InspectedHold, context: OrphanContext): OrphanEvidence | undefined {
  const { owner, backoffEndsAt, remainingMs } = hold
  if (owner.kind !== 'keyhold' || backoffEndsAt === undefined) return undefined
  if (remainingMs === undefined) return { sign: 'no-expiry', backoffEndsAt }
  if (owner.instance === context.instance) {
    const isOver = context.now > backoffEndsAt + SETTLE_MS
    return isOver && !context.queuedHere(hold) ? { sign: 'no-job-here', backoffEndsAt } : undefined
  }
  return context.heartbeatOf(owner.instance) === false ? { sign: 'no-heartbeat', backoffEndsAt } : undefined
}
