import type { WaitingFilter } from '../../../contract/queue-filter'
import type { BackgroundProcessor } from '../../../processor/background-processor'
import type { Clock } from '../../../processor/clock'
import type { BulkPlan, BulkStep } from '../../bulk/bulk-act'
import { matchWaiting } from './match-waiting'

/** Jobs that are cancelled in one turn of the event loop: their releases go to Redis as one command. */
const CANCELS_A_STEP = 500
/** Jobs that are looked at in one turn. */
const LOOKS_A_STEP = 2_000

type Cancelling = Pick<BackgroundProcessor<string>, 'cancel' | 'queueView' | 'waitingJobs'>

/** Keys of jobs that have ended, as far as they are remembered. */
type NamesOf = (jobIds: readonly number[]) => ReadonlyMap<number, string>

/**
 * Cancels these jobs: waiting ones leave with their holds, running ones are aborted.
 * @param namesOf what jobs are called that have ended already
 */
export function cancelJobsPlan(processor: Cancelling, jobIds: readonly number[], namesOf: NamesOf): BulkPlan {
  async function* steps(): AsyncIterable<BulkStep> {
    for (let from = 0; from < jobIds.length; from += CANCELS_A_STEP) {
      yield cancelThese(processor, jobIds.slice(from, from + CANCELS_A_STEP), namesOf)
    }
  }
  return { kind: 'cancel-jobs', total: jobIds.length, steps }
}

export interface CancelMatching {
  readonly processor: Cancelling
  readonly clock: Clock
  readonly filter: WaitingFilter
  /** Matches as they were counted when it was confirmed. */
  readonly total: number
  readonly namesOf: NamesOf
}

/**
 * Cancels all waiting jobs that match a filter now. Each is judged when the act reaches it: one that has started or
 * ended meanwhile is left alone, and so is one that came later.
 */
export function cancelMatchingPlan({ processor, clock, filter, total, namesOf }: CancelMatching): BulkPlan {
  const confirmedAt = clock.monotonic()
  /** As it was at the confirm: who is older now than the time since then was there, and was old enough. */
  const matchNow = () => matchWaiting(filter, clock.monotonic() - confirmedAt)
  async function* steps(): AsyncIterable<BulkStep> {
    const before = idsBeforeQueue(processor, matchNow())
    for (let from = 0; from < before.length; from += CANCELS_A_STEP) {
      // What has started since is left alone.
      const waiting = before
        .slice(from, from + CANCELS_A_STEP)
        .filter((jobId) => processor.queueView.isWaiting(jobId))
      yield cancelThese(processor, waiting, namesOf)
    }
    for (let next = 0, atEnd = false; !atEnd;) {
      const isMatch = matchNow()
      const found: number[] = []
      const walked = processor.queueView.walk(next, LOOKS_A_STEP, (jobId, key, ageMs) => {
        if (found.length === CANCELS_A_STEP) return false
        if (isMatch(key, ageMs)) found.push(jobId)
        return true
      })
      ;({ next, atEnd } = walked)
      yield cancelThese(processor, found, namesOf)
    }
  }
  return { kind: 'cancel-jobs', total, steps }
}

function idsBeforeQueue(processor: Cancelling, isMatch: (key: string, ageMs: number) => boolean): number[] {
  return processor
    .waitingJobs(0, processor.queueView.beforeQueue())
    .filter(({ key, ageMs }) => isMatch(key, ageMs))
    .map(({ jobId }) => jobId)
}

function cancelThese(processor: Cancelling, jobIds: readonly number[], namesOf: NamesOf): BulkStep {
  const gone = jobIds.filter((jobId) => processor.cancel(jobId) === 'not-found')
  const names = gone.length === 0 ? undefined : namesOf(gone)
  const failures = gone.map((jobId) => ({
    subject: names?.get(jobId) ?? `Job ${jobId}`,
    reason: 'It had already ended.',
  }))
  return { changed: jobIds.length - gone.length, failures }
}
