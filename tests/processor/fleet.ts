import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type {
  BackgroundProcessor,
  BackgroundProcessorOptions,
  FinishedJob,
  JobContext,
} from '../../src/processor/background-processor'
import type { RemoteHandler } from '../../src/processor/remote-handler'
import type { Clock } from '../../src/processor/clock'
import type { Dedup } from '../../src/processor/dedup'
import { createBackgroundProcessor } from '../../src/processor/create-background-processor'
import { RedisDedup } from '../../src/dedup/redis-dedup'
import { connectRedis } from '../../src/redis/connect'
import { waitFor } from '../support/wait-for'

/** What a job of these tests is: its argument is what it does. */
export type Work = (context: JobContext) => number | void | Promise<number | void>

export interface MemberOptions extends Partial<
  Pick<
    BackgroundProcessorOptions<Work>,
    'initialCapacity' | 'concurrency' | 'timeoutMs' | 'whenHoldUnknown' | 'paused' | 'clock' | 'journal'
  >
> {
  readonly namespace: string
  readonly leaseMs?: number
  readonly redisTimeoutMs?: number
  readonly dedupClock?: Clock
  /** Runs the work elsewhere. */
  readonly remote?: RemoteHandler<Work>
  /** Plants a fault between the processor and its dedup. */
  readonly spoil?: (dedup: Dedup) => Dedup
}

/** One instance of a fleet, and what it has done. */
export interface Member {
  /** Its connection. */
  readonly redis: Redis
  readonly dedup: RedisDedup
  readonly processor: BackgroundProcessor<Work>
  readonly finished: readonly FinishedJob<Work>[]
  /** Waits for the end of a job with this key (the first unless said otherwise). */
  readonly finishedOf: (key: string, nth?: number) => Promise<FinishedJob<Work>>
  stop(): Promise<void>
  /** As if its process had died: nothing of it is told to Redis any more. */
  kill(): void
}

export const nothing: Work = () => {}

export const newNamespace = (): string => `test-${randomUUID().slice(0, 8)}`

/** A processor over a connection of its own. Whoever starts it stops it. */
export async function startMember(url: string, options: MemberOptions): Promise<Member> {
  const redis = await connectRedis(url)
  const { namespace, leaseMs, redisTimeoutMs, dedupClock, spoil, remote, ...processorOptions } = options
  const dedup = new RedisDedup({
    redis,
    namespace,
    layout: 'go-io',
    ...(leaseMs === undefined ? {} : { leaseMs }),
    ...(redisTimeoutMs === undefined ? {} : { timeoutMs: redisTimeoutMs }),
    ...(dedupClock === undefined ? {} : { clock: dedupClock }),
  })
  const close = (): void => {
    dedup.close()
    redis.disconnect()
  }
  const processor = createOrClose(close, {
    initialCapacity: 16,
    ...processorOptions,
    dedup: spoil?.(dedup) ?? dedup,
    handler: remote ?? ((work, context) => work(context)),
  })
  const finished: FinishedJob<Work>[] = []
  let isKilled = false
  processor.on('finished', (job) => finished.push(job))
  return {
    redis,
    dedup,
    processor,
    finished,
    finishedOf: (key, nth = 1) =>
      waitFor(() => finished.filter((job) => job.key === key)[nth - 1], {
        timeoutMs: 15_000,
        what: `job ${nth} of ${key} finished`,
      }),
    kill: () => {
      isKilled = true
      processor.pause()
      close()
    },
    stop: async () => {
      if (isKilled) return
      await processor.stop({ waiting: 'release', running: 'abort', graceMs: 0 })
      close()
    },
  }
}

function createOrClose(
  close: () => void,
  options: BackgroundProcessorOptions<Work>,
): BackgroundProcessor<Work> {
  try {
    return createBackgroundProcessor(options)
  } catch (error) {
    close()
    throw error
  }
}

/** Work that begins, and ends when it is told to. */
export interface Gate {
  readonly work: Work
  readonly started: Promise<void>
  readonly hasStarted: () => boolean
  readonly open: (pauseMs?: number) => void
}

export function gate(): Gate {
  let begin: () => void = () => {}
  let end: (pauseMs: number) => void = () => {}
  let hasStarted = false
  const started = new Promise<void>((resolve) => (begin = resolve))
  const ended = new Promise<number>((resolve) => (end = resolve))
  return {
    started,
    hasStarted: () => hasStarted,
    open: (pauseMs = 0) => end(pauseMs),
    work: ({ signal }) => {
      hasStarted = true
      begin()
      // An abort ends it as well, so that no test waits for a job that it forgot.
      return Promise.race([
        ended,
        new Promise<number>((resolve) => signal.addEventListener('abort', () => resolve(0), { once: true })),
      ])
    },
  }
}
