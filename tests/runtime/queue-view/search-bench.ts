import type { Job } from '../../../src/processor/job'
import { viewWaiting } from '../../../src/processor/job-views'
import { WaitingLineView } from '../../../src/processor/waiting-line-view'
import { WaitingLine } from '../../../src/processor/waiting-line'
import type { Searched } from '../../../src/runtime/jobs/queue-view/waiting-search'
import { ManualClock } from '../../processor/manual-clock'

export interface SearchBench {
  readonly clock: ManualClock
  readonly line: WaitingLine<string>
  readonly processor: Searched
  /** Jobs that walks have met. */
  readonly walked: () => number
  /** A job arrives, accepted now. */
  readonly arrive: (key: string) => Job<string>
}

/** The waiting line of a processor without its lanes and its Redis: a million jobs are made in a second. */
export function openSearchBench(): SearchBench {
  const clock = new ManualClock()
  const base = { wall: clock.wall(), monotonic: clock.monotonic() }
  const line = new WaitingLine<string>({
    initialCapacity: 1,
    clock,
    ahead: { length: 0, get: () => undefined, list: () => [] },
    onDue: () => undefined,
  })
  const known = (job: Job<string>) => viewWaiting(job, base, clock.monotonic())
  const ageOf = (acceptedAt: number): number => clock.monotonic() - base.monotonic - acceptedAt
  const view = new WaitingLineView(line, { known, ageOf })
  let walked = 0
  const walk: typeof view.walk = (from, most, visit) =>
    view.walk(from, most, (...job) => {
      walked += 1
      return visit(...job)
    })
  return {
    clock,
    line,
    walked: () => walked,
    processor: {
      queueLength: () => line.length,
      queueVersion: () => line.version,
      waitingJobs: (offset, limit) => line.range(offset, limit).map(known),
      queueView: {
        walk,
        nextId: () => view.nextId(),
        beforeQueue: () => view.beforeQueue(),
        isWaiting: (jobId) => view.isWaiting(jobId),
        waitingJob: (jobId) => view.waitingJob(jobId),
        positionsOf: (jobIds) => view.positionsOf(jobIds),
      },
    },
    arrive: (key) => {
      const job: Job<string> = {
        id: 0,
        key,
        backoffMs: 0,
        arg: '{}',
        acceptedAt: clock.monotonic() - base.monotonic,
        state: 'waiting',
        hold: undefined,
      }
      line.add(job)
      return job
    },
  }
}
