import type { LeftReason } from '../../contract/journal'
import type { EarlierHold, FoundHold } from '../../dedup/earlier-holds'
import type { LeftMark } from '../../handlers/left-marks'
import type { EntryState } from '../../store/journal-records'
import type { OwnerView } from '../../contract/queue'

/** What is known of a job that an earlier run of the app left. */
export interface Evidence {
  readonly state: EntryState
  /** Of the hold that was to be taken for it: with the instance's id it makes the token. */
  readonly number: number
  readonly instance: string
  /** What the marks of its handler host say; undefined: it never ran. */
  readonly mark: LeftMark | undefined
  /** What stands under its key in the generation that counts. */
  readonly found: FoundHold
  /** The generation that counts. */
  readonly generation: string
  /** The one that its run saw last; undefined where it saw none. */
  readonly before: string | undefined
}

/** What becomes of it. */
export type Verdict =
  /** It was never accepted: what its take may have held goes. */
  | { readonly kind: 'undo'; readonly hold: EarlierHold | undefined }
  /** It had ended: its hold is settled. */
  | { readonly kind: 'settle'; readonly hold: EarlierHold | undefined; readonly mark: LeftMark | undefined }
  /** It waited, and waits again. Without a hold one is taken anew. */
  | { readonly kind: 'resume'; readonly hold: EarlierHold | undefined }
  /** It ran when the app ended. */
  | { readonly kind: 'interrupted'; readonly hold: EarlierHold | undefined; readonly reason: LeftReason }
  /** Its key is no longer its own. */
  | { readonly kind: 'undecided'; readonly reason: LeftReason }

/** Judges one job by what the journal, the marks and Redis say. A job is never run twice unasked. */
export function verdictOf(evidence: Evidence, ownerOf: (found: FoundHold) => OwnerView): Verdict {
  const { state, number, instance, mark, found, generation, before } = evidence
  const hold = found.state === 'ours' ? found : undefined
  if (state === 'intended' && mark === undefined) {
    const isItsOwn = hold?.number === number && hold.instance === instance
    return { kind: 'undo', hold: isItsOwn ? hold : undefined }
  }
  if (state === 'interrupted') return { kind: 'interrupted', hold, reason: { kind: 'interrupted' } }
  if (state === 'ended' || mark?.kind === 'ended') return { kind: 'settle', hold, mark }
  // One whose last attempt failed was to be run again, or had ended: only the first is written down.
  if (mark !== undefined && !(mark.kind === 'failed' && state === 'retrying')) {
    const startedAt = mark.kind === 'started' ? mark.startedAt : undefined
    const reason = { kind: 'interrupted' as const, ...(startedAt === undefined ? {} : { startedAt }) }
    return { kind: 'interrupted', hold, reason }
  }
  switch (found.state) {
    case 'ours':
      return { kind: 'resume', hold }
    case 'held': {
      const { remainingMs } = found
      const reason = { kind: 'taken' as const, owner: ownerOf(found) }
      return { kind: 'undecided', reason: remainingMs === undefined ? reason : { ...reason, remainingMs } }
    }
    case 'free':
      return before === undefined || before === generation
        ? { kind: 'resume', hold: undefined }
        : { kind: 'undecided', reason: { kind: 'bumped', from: before, to: generation } }
  }
}
