import type { ResponseOf } from '../../contract/channels'
import type { BackgroundProcessor } from '../../processor/background-processor'
import { waitingRow } from './job-rows'

export interface WaitingRequest {
  /** 0 runs next. */
  readonly offset: number
  readonly limit: number
}

/**
 * The rows of one range of the queue, whatever its length.
 * @param typicalMs mean run and pause of the last jobs; undefined while nothing has run
 * @param lanes jobs that run at once
 */
export function waitingView(
  processor: BackgroundProcessor<string>,
  request: WaitingRequest,
  typicalMs: number | undefined,
  lanes: number,
): ResponseOf<'queue.waiting'> {
  const moves = processor.state() !== 'paused'
  const running = processor.runningJobs().map((job) => job.runMs)
  const firstFreeMs = typicalMs === undefined ? 0 : untilFirstFreeMs(running, typicalMs, lanes)
  return {
    version: processor.queueVersion(),
    total: processor.queueLength(),
    rows: processor.waitingJobs(request.offset, request.limit).map((job, index) => {
      const position = request.offset + index
      const known = typicalMs !== undefined && moves
      return waitingRow(
        job,
        position,
        known ? firstFreeMs + Math.round((position / lanes) * typicalMs) : undefined,
      )
    }),
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
