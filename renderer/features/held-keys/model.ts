import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import type { ErrorEnvelope } from '../../../src/contract/errors'
import type { ShownHoldView } from '../../../src/contract/held-keys-acts'
import type { ConnectionView } from '../../../src/contract/live'
import type { HeldKeyRow, HeldKeysSort, ReleaseOutcome, ScanView } from '../../../src/contract/held-keys'
import { countOf, formatCount } from '../../ui/format'
import type { StatusTone } from '../../ui/status-badge'

export const asFound: HeldKeysSort = { by: 'found', descending: false }

/** Whether the hold counts: only those of the generation that Redis names now do. */
export function generationStatus(row: HeldKeyRow, generation: string | undefined) {
  const current = generation === undefined ? row.current : row.generation === generation
  const tone: StatusTone = current ? 'ok' : 'neutral'
  return current
    ? { tone, icon: IconCircleCheck, word: 'current', hint: 'This hold keeps its key from being scheduled.' }
    : {
        tone,
        icon: IconCircleDashed,
        word: 'stale',
        hint: 'Of another generation: this hold no longer counts.',
      }
}

/** How far the scan is, in words. */
export function scanInWords(scan: ScanView): string {
  const about = `scanned about ${formatCount(scan.scanned)} of ${formatCount(scan.approximateTotal)}`
  const found = countOf(scan.matches, 'key')
  const kept = scan.matches > scan.rows ? `, the first ${formatCount(scan.rows)} listed` : ''
  switch (scan.state) {
    case 'scanning':
      return `${found} so far${kept}; ${about}`
    case 'done':
      return `${found}${kept}; ${about}`
    case 'stopped':
      return `Stopped at ${found}${kept}; ${about}`
    case 'failed':
      return `Failed after ${found}${kept}; ${about}`
  }
}

/** What the drawer is about: a hold, or the answer to a look-up that found none. */
export type Chosen =
  | { readonly kind: 'hold'; readonly row: HeldKeyRow }
  | { readonly kind: 'free'; readonly key: string; readonly redisKey: string }
  | { readonly kind: 'unknown'; readonly key: string; readonly error: ErrorEnvelope }

/** Why the table has no rows. */
export type Emptiness = 'not-connected' | 'scanning' | 'failed' | 'no-keys' | 'no-match' | 'stopped'

export function emptiness(
  scan: ScanView | undefined,
  connection: ConnectionView,
  filtered: boolean,
): Emptiness {
  if (connection.state !== 'ready' && scan?.state !== 'scanning') return 'not-connected'
  if (!scan || scan.state === 'scanning') return 'scanning'
  if (scan.state === 'failed') return 'failed'
  if (scan.state === 'stopped') return 'stopped'
  return filtered ? 'no-match' : 'no-keys'
}

/** Why a hold cannot be released from here; undefined: it can. */
export function releaseObstacle(row: HeldKeyRow, readOnly: boolean): string | undefined {
  if (readOnly) return 'This profile is read-only.'
  if (row.wrongType !== undefined)
    return `It is a ${row.wrongType}, not a hold: nothing here would delete it.`
  if (row.valueBytes === undefined) return 'Its value could not be read, so there is nothing to compare with.'
  return undefined
}

/** A hold as it was shown, which an act compares; undefined: it cannot be compared. */
export function shownHold(row: HeldKeyRow): ShownHoldView | undefined {
  const { nameBytes, valueBytes, expiresAt = null } = row
  return valueBytes === undefined ? undefined : { nameBytes, valueBytes, expiresAt }
}

/** What a release waits for, from the first question to the last. */
export type ReleaseStep =
  | { readonly step: 'confirm'; readonly row: HeldKeyRow }
  /** A job with this key waits or runs here: what about it? */
  | { readonly step: 'queued-here'; readonly row: HeldKeyRow; readonly state: 'waiting' | 'running' }
  /** It is not the hold that was shown; `row` is what is there now. */
  | { readonly step: 'changed'; readonly row: HeldKeyRow }

/** What is to be asked next; undefined: nothing, the release has ended. */
export function stepAfter(row: HeldKeyRow, outcome: ReleaseOutcome): ReleaseStep | undefined {
  switch (outcome.outcome) {
    case 'released':
    case 'gone':
      return undefined
    case 'changed':
      return { step: 'changed', row: outcome.row }
    case 'queued-here':
      return { step: 'queued-here', row, state: outcome.state }
  }
}

export function releaseInWords(
  row: HeldKeyRow,
  outcome: ReleaseOutcome & { readonly outcome: 'released' | 'gone' },
) {
  if (outcome.outcome === 'gone') {
    return { title: 'Already gone', text: `“${row.key}” was no longer held: nothing was deleted.` }
  }
  const job = outcome.jobCancelled ? '; its job here is cancelled' : ''
  return { title: 'Released', text: `“${row.key}” can be scheduled again${job}.` }
}
