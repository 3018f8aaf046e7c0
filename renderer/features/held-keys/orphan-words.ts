import type { HeldKeyRow } from '../../../src/contract/held-keys'
import { formatWholeSeconds } from '../../ui/duration'

/** Why a hold looks orphaned, in words; undefined: it does not. */
export function orphanInWords({ orphan, owner }: HeldKeyRow, now: number): string | undefined {
  if (!orphan || owner.kind !== 'keyhold') return undefined
  const over = now - orphan.backoffEndsAt
  const due =
    over >= 0
      ? `its hold was due to end ${formatWholeSeconds(over)} ago by its own backoff`
      : `its backoff is not over for another ${formatWholeSeconds(-over)}, so the hold may be all that is left of a job that ended well`
  switch (orphan.sign) {
    case 'no-heartbeat':
      return `Instance ${owner.instance} on ${owner.host} has shown no heartbeat since this scan began; ${due}.`
    case 'no-job-here':
      return `This app holds it, and no job of the key waits or runs here; ${due}.`
    case 'no-expiry':
      return `It has no expiry, which a hold of Keyhold always has; ${due}.`
  }
}
