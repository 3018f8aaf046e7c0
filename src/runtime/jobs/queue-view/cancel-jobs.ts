import type { CountedMatches, WaitingFilter } from '../../../contract/queue-filter'
import type { BackgroundProcessor } from '../../../processor/background-processor'
import type { Clock } from '../../../processor/clock'
import type { BulkPlan, BulkStep } from '../../bulk/bulk-act'
import { hasText, wasThere } from './match-waiting'

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
  /** The count that was confirmed. */
  readonly counted: CountedMatches
  readonly namesOf: NamesOf
}

/**
 * Cancels the waiting jobs that match a filter and were counted. Each is judged when the act reaches it: one that has
 * started or ended meanwhile is left alone, and so is one that came after the count.
 */
export function cancelMatchingPlan(options: CancelMatching): BulkPlan {
  const { processor, clock, filter, counted, namesOf } = options
  const matchNow = (): ((jobId: number, key: string, ageMs: number) => boolean) => {
    const was = wasThere(filter, counted, clock.monotonic())
    return (jobId, key, ageMs) => was(jobId, ageMs) && hasText(filter, key)
  }
  function* beforeQueue(): Iterable<BulkStep> {
    // From the last one on: what leaves meanwhile leaves at the front, and moves only those not looked at yet.
    for (let to = processor.queueView.beforeQueue(); to > 0; to -= CANCELS_A_STEP) {
      const from = Math.max(0, to - CANCELS_A_STEP)
      const isMatch = matchNow()
      const found = processor
        .waitingJobs(from, to - from)
        .filter(({ jobId, key, ageMs }) => isMatch(jobId, key, ageMs))
      yield cancelThese(
        processor,
        found.map(({ jobId }) => jobId),
        namesOf,
      )
    }
  }
  function* inQueue(): Iterable<BulkStep> {
    for (let next = 0, atEnd = false; !atEnd && next < counted.belowId;) {
      const isMatch = matchNow()
      const found: number[] = []
      const walked = processor.queueView.walk(next, LOOKS_A_STEP, (jobId, key, ageMs) => {
        if (found.length === CANCELS_A_STEP) return false
        if (isMatch(jobId, key, ageMs)) found.push(jobId)
        return true
      })
      ;({ next, atEnd } = walked)
      yield cancelThese(processor, found, namesOf)
    }
  }
  async function* steps(): AsyncIterable<BulkStep> {
    yield* beforeQueue()
    yield* inQueue()
    // What went before the queue meanwhile, or was moved there past the one that was looked at.
    yield* beforeQueue()
  }
  return { kind: 'cancel-jobs', total: counted.matches, steps }
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
