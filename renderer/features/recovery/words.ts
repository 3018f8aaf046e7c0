import type { LeftReason, RecoveryView } from '../../../src/contract/journal'
import { formatDuration } from '../../ui/duration'
import { countOf, formatCount, formatZonedMoment } from '../../ui/format'
import { ownerInWords } from '../../ui/owner'

/** Why a job does not go on by itself. */
export function reasonInWords(reason: LeftReason): string {
  switch (reason.kind) {
    case 'interrupted':
      return `It ran when Keyhold ended, and may have done its work${reason.startedAt === undefined ? '' : ` (begun ${formatZonedMoment(reason.startedAt)})`}`
    case 'taken': {
      const left =
        reason.remainingMs === undefined ? '' : ` for another ${formatDuration(reason.remainingMs)}`
      return `Its key was taken since: held${left} by ${ownerInWords(reason.owner)}`
    }
    case 'bumped':
      return `Its hold was released by a bump: generation ${reason.from}, now ${reason.to}`
    case 'queued-here':
      return 'A later job with its key is queued here'
    case 'not-taken':
      return 'Its key could not be taken when it was to go on; run it to try again'
  }
}

/** What became of the jobs that the last run left, in one line. */
export function recoveryTitle({ state, total, checked, resumed, undecided }: RecoveryView): string {
  switch (state) {
    case 'reading':
    case 'waiting-for-redis':
      return `${countOf(total, 'job')} of the last run will go on once Redis answers`
    case 'checking':
      return `Looking up ${countOf(total, 'job')} of the last run: ${formatCount(checked)} so far`
    case 'failed':
      return `${countOf(total - checked, 'job')} of the last run could not be looked up`
    case 'done':
      if (undecided === 0)
        return resumed > 0 ? 'The jobs of the last run go on' : 'All jobs of the last run are decided'
      return undecided === 1
        ? 'One job of the last run needs your decision'
        : `${formatCount(undecided)} jobs of the last run need your decision`
  }
}

/** The figures behind it. */
export function recoveryText({ state, resumed, ended, undecided, interrupted, error }: RecoveryView): string {
  if (error) return `${error.message} ${error.remedy}`
  const parts = [
    ...(resumed > 0 ? [`${countOf(resumed, 'job')} waiting again, in order, with their holds`] : []),
    ...(ended > 0 ? [`${countOf(ended, 'job')} had ended`] : []),
    ...(interrupted > 0 ? [`${formatCount(interrupted)} interrupted`] : []),
    ...(undecided > interrupted
      ? [`${formatCount(undecided - interrupted)} with a key that is no longer theirs`]
      : []),
  ]
  if (parts.length > 0) return `${parts.join('; ')}.`
  return state === 'done' ? 'Nothing is left to do.' : 'Meanwhile they are kept in the journal.'
}
