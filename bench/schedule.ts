import { Redis } from 'ioredis'
import { createBackgroundProcessor, RedisDedup } from '../src/index'
import type { BenchServer } from './bench-redis'
import { callersAtWork, type Comparison, type Contender } from './comparison'

const BACKOFF_MS = 300_000
/** As long as the value of a hold of Keyhold. */
const VALUE = JSON.stringify({
  v: 1,
  token: '0123456789abcdef.1000',
  host: 'bench',
  at: Date.now(),
  backoff: BACKOFF_MS,
})

const keyOf = (n: number): string => `key:${String(n).padStart(12, '0')}`

/** Schedules, with the queue paused: what it costs to hold a key and to queue its job. */
function keyhold(server: BenchServer, callers: number, count: number): Contender {
  return {
    name: 'keyhold',
    async run() {
      const dedup = new RedisDedup({ redis: await server.connect(), namespace: 'bench', layout: 'go-io' })
      const processor = createBackgroundProcessor({
        initialCapacity: count,
        dedup,
        handler: () => 0,
        paused: true,
      })
      const perSecond = await callersAtWork(callers, count, async (n) => {
        if (!(await processor.schedule(keyOf(n), BACKOFF_MS, n))) throw new Error('A free key was refused.')
      })
      await server.expectKeysThenFlush(count, 'bench:goio.bgProcessor.dedupKey')
      await processor.stop({ waiting: 'keep' })
      dedup.close()
      return perSecond
    },
  }
}

/** The same keys by plain SET NX PX; without a generation, a queue, or an owner. */
function ioredis(server: BenchServer, callers: number, count: number, autoPipelining: boolean): Contender {
  return {
    name: autoPipelining ? 'ioredis SET, auto-pipelined' : 'ioredis SET',
    async run() {
      const redis = new Redis(server.port, { enableAutoPipelining: autoPipelining })
      await redis.ping()
      const perSecond = await callersAtWork(callers, count, async (n) => {
        const answer = await redis.set(`bench:plain:${keyOf(n)}`, VALUE, 'PX', BACKOFF_MS, 'NX')
        if (answer !== 'OK') throw new Error('A free key was refused.')
      })
      redis.disconnect()
      await server.expectKeysThenFlush(count, 'bench:plain:')
      return perSecond
    },
  }
}

export function scheduleComparisons(server: BenchServer, scale: number): Comparison[] {
  const of = (callers: number, count: number, against: string, mark: number): Comparison => ({
    name: `schedule, ${String(callers)} caller${callers === 1 ? '' : 's'}`,
    subject: keyhold(server, callers, Math.ceil(count * scale)),
    peers: [
      ioredis(server, callers, Math.ceil(count * scale), false),
      ioredis(server, callers, Math.ceil(count * scale), true),
    ],
    against,
    mark,
  })
  return [
    of(1, 10_000, 'ioredis SET', 0.75),
    of(64, 60_000, 'ioredis SET', 1),
    of(1_000, 100_000, 'ioredis SET, auto-pipelined', 1.5),
  ]
}
