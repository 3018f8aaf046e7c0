import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StopOptions } from './background-processor'
import type { Clock } from './clock'
import type { Dedup } from './dedup'
import type { IdleWatch } from './idle-watch'
import type { Job } from './job'
import { ABORT_GRACE_MS } from './job-runner'
import type { Lanes } from './lanes'
import type { WaitingLine } from './waiting-line'

/** How long a stop waits for running jobs unless told otherwise. */
const STOP_GRACE_MS = 5_000
/** How long a stop waits for the last settles and releases to be taken. */
const FLUSH_MS = 2_000
/** Waiting jobs that a stop drops in one turn of the event loop, so that their releases are on the way meanwhile. */
const DROPPED_A_TURN = 1_000

interface StopParts<Arg> {
  readonly waiting: WaitingLine<Arg>
  readonly lanes: Lanes<Arg>
  readonly idle: IdleWatch
  readonly dedup: Dedup
}

/** Ends a processor that starts nothing any more: what waits is dropped, what runs has its time, and Redis is told. */
export async function stopProcessor<Arg>(
  { waiting, lanes, idle, dedup }: StopParts<Arg>,
  clock: Clock,
  { running, graceMs = STOP_GRACE_MS }: StopOptions,
  drop: (job: Job<Arg>) => void,
): Promise<void> {
  lanes.recall()
  for (let job = waiting.takeAny(); job !== undefined; job = waiting.takeAny()) {
    drop(job)
    if (waiting.length % DROPPED_A_TURN === 0) await nextTurn()
  }
  if (running !== 'abort') await idle.idleWithin(clock, graceMs)
  lanes.abortAll('cancelled')
  await idle.idleWithin(clock, ABORT_GRACE_MS)
  lanes.leaveAll()
  await dedup.flush(FLUSH_MS)
}
