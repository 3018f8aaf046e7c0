import type { ResponseOf } from '../contract/channels'
import type { BackgroundProcessor } from '../processor/background-processor'
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
  return {
    version: processor.queueVersion(),
    total: processor.queueLength(),
    rows: processor.waitingJobs(request.offset, request.limit).map((job, index) => {
      const position = request.offset + index
      const known = typicalMs !== undefined && moves
      return waitingRow(job, position, known ? expectedWaitMs(position, typicalMs, lanes) : undefined)
    }),
  }
}

/** Jobs ahead, a share for each lane; of those that run, half is still to come on average. */
function expectedWaitMs(position: number, typicalMs: number, lanes: number): number {
  return Math.round(((position + 0.5) / lanes) * typicalMs)
}
