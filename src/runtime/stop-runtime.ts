import type { Clock } from '../processor/clock'
import { closeRedis } from '../redis/connect'
import type { AssembledRuntime } from './assembled-runtime'
import type { Repeats } from './repeats/repeats'

/** How long running jobs may go on before they are aborted. */
const RUNNING_GRACE_MS = 5_000
/** Until then the processor must have come to its end; what runs still is killed with its host. */
const PROCESSOR_MS = 6_500
/** Until then the last settles and releases must have been answered. */
const FLUSH_MS = 700
const HEARTBEAT_MS = 300
/** What acts on many came to is told until then. */
const ACTS_MS = 200
const HOST_MS = 1_000
/** What was told until then is on the disk. */
const STORE_MS = 500

/**
 * Ends a runtime within 9 s. The order, and why:
 * 1. recurring jobs, repeats, acts on many, scans, exports and tries: nothing new comes to the queue;
 * 2. the processor: running jobs end or are aborted, waiting ones leave, their settles and releases are on the way;
 * 3. the host: a script that ignored its signal dies here, so that no process is left;
 * 4. the dedup: what is on the way is answered, so that no key stays held without a job;
 * 5. the store: all that had an end until then is written;
 * 6. the heartbeat and the connection: nobody needs them any more.
 */
export async function stopRuntime(
  parts: AssembledRuntime,
  repeats: Repeats,
  waiting: 'release' | 'keep',
): Promise<void> {
  const { clock, processor, dedup, runner } = parts
  parts.recurring.close()
  parts.heldKeys.close()
  parts.bumps.close()
  parts.queue.close()
  parts.journal.close()
  parts.tries.close()
  const actsEnded = parts.bulk.stopAll()
  void parts.exports.cancelAll()
  const stopped = processor.stop({ waiting, running: 'finish', graceMs: RUNNING_GRACE_MS })
  void repeats.cancelAll()
  await within(clock, PROCESSOR_MS, stopped)
  parts.handler.close()
  await within(clock, HOST_MS, runner.close())
  await within(clock, FLUSH_MS, dedup.flush(FLUSH_MS))
  await within(clock, HEARTBEAT_MS, Promise.all([parts.heartbeat?.close(), parts.earlierHeartbeats.close()]))
  parts.unfollow()
  await within(clock, ACTS_MS, actsEnded)
  await within(clock, STORE_MS, parts.store.close())
  dedup.close()
  closeRedis(parts.redis)
}

/** Waits for the end of something, and no longer than this; its failure is an end too. */
async function within(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<void> {
  let cancel = (): void => undefined
  const limit = new Promise<void>((resolve) => {
    cancel = clock.after(limitMs, resolve)
  })
  await Promise.race([work.catch(() => undefined), limit])
  cancel()
}
