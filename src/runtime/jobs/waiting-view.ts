import type { ResponseOf } from '../../contract/channels'
import type { WaitingRow } from '../../contract/queue'
import type { BackgroundProcessor, WaitingJob } from '../../processor/background-processor'
import { waitingRow } from './job-rows'

export interface WaitingRequest {
  /** 0 runs next. */
  readonly offset: number
  readonly limit: number
}

export interface Outlook {
  readonly typicalMs: number | undefined
  readonly lanes: number
  /** Times that a job is run at most. */
  readonly attempts: number
  readonly now: number
}

/**
 * The rows of one range of the queue, whatever its length.
 * @param outlook.typicalMs mean run and pause of the last jobs; undefined while nothing has run
 * @param outlook.lanes jobs that run at once
 * @param outlook.now ms since the epoch
 */
export function waitingView(
  processor: BackgroundProcessor<string>,
  request: WaitingRequest,
  outlook: Outlook,
): ResponseOf<'queue.waiting'> {
  const rowOf = waitingRows(processor, outlook)
  return {
    version: processor.queueVersion(),
    total: processor.queueLength(),
    rows: processor
      .waitingJobs(request.offset, request.limit)
      .map((job, index) => rowOf(job, request.offset + index)),
  }
}

/** Makes rows of waiting jobs, each with its place in the queue. */
export function waitingRows(
  processor: BackgroundProcessor<string>,
  { typicalMs, lanes, attempts, now }: Outlook,
): (job: WaitingJob<string>, position: number) => WaitingRow {
  const moves = processor.state() !== 'paused'
  const running = processor.runningJobs().map((job) => job.runMs)
  const firstFreeMs = typicalMs === undefined ? 0 : untilFirstFreeMs(running, typicalMs, lanes)
  return (job, position) => {
    const known = typicalMs !== undefined && moves
    const turnMs = known ? firstFreeMs + Math.round((position / lanes) * typicalMs) : undefined
    const dueMs = job.retry && moves ? Math.max(turnMs ?? 0, job.retry.dueAt - now) : turnMs
    return waitingRow(job, position, dueMs, attempts)
  }
}

/**
 * Until a lane is free. What runs is expected to take the typical time; what has passed it, as long again as it has
 * taken so far.
 */
function untilFirstFreeMs(runningMs: readonly number[], typicalMs: number, lanes: number): number {
  if (runningMs.length < lanes) return 0
  return Math.round(Math.min(...runningMs.map((ms) => (ms < typicalMs ? typicalMs - ms : ms))))
}
