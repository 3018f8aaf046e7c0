import { Redis } from 'ioredis'
import { createKeyLayout } from '../src/dedup/key-layout'
import { createBackgroundProcessor, RedisDedup } from '../src/index'
import type { Benchmark } from './benchmark'
import type { BenchServer } from './bench-redis'
import { HandWrittenSets } from './ceiling'
import { callersAtWork, comparison, type Contender } from './comparison'

const BACKOFF_MS = 300_000
const HOST = 'bench'
/** As long as the value of a hold of Keyhold. */
const VALUE = JSON.stringify({
  v: 1,
  token: '0123456789abcdef.10000',
  host: HOST,
  at: Date.now(),
  backoff: BACKOFF_MS,
})

const layout = createKeyLayout({ namespace: 'bench', layout: 'go-io' })
const keyOf = (n: number): string => `key:${String(n).padStart(12, '0')}`
/** The name that Keyhold gives to the hold of a key. */
const nameOf = (n: number): string => layout.holdName('0', keyOf(n))
const PREFIX = layout.holdName('0', 'key:')

interface Load {
  readonly callers: number
  /** Calls, at the scale of the marks. */
  readonly calls: number
}

/** Schedules, with the queue paused: what it costs to hold a key and to queue its job. */
function keyhold(server: BenchServer, { callers, calls }: Load): Contender {
  return {
    name: 'keyhold',
    async run(scale) {
      const count = Math.ceil(calls * scale)
      const redis = await server.connect()
      const dedup = new RedisDedup({ redis, namespace: 'bench', layout: 'go-io', host: HOST })
      const processor = createBackgroundProcessor({
        initialCapacity: count,
        dedup,
        handler: () => 0,
        paused: true,
      })
      const perSecond = await callersAtWork(callers, count, async (n) => {
        if (!(await processor.schedule(keyOf(n), BACKOFF_MS, n))) throw new Error('A free key was refused.')
      })
      await server.expectKeysThenFlush(count, PREFIX)
      await processor.stop({ waiting: 'keep' })
      dedup.close()
      return perSecond
    },
  }
}

/** The same keys, values and expiries by plain SET NX PX; without a generation, a queue, or an owner. */
function plainSets(
  server: BenchServer,
  { callers, calls }: Load,
  name: string,
  open: () => Promise<{ set: (name: string) => Promise<boolean>; close: () => void }>,
): Contender {
  return {
    name,
    async run(scale) {
      const count = Math.ceil(calls * scale)
      const { set, close } = await open()
      const perSecond = await callersAtWork(callers, count, async (n) => {
        if (!(await set(nameOf(n)))) throw new Error('A free key was refused.')
      })
      close()
      await server.expectKeysThenFlush(count, PREFIX)
      return perSecond
    },
  }
}

const CEILING = 'hand-written SET NX PX'

function ceiling(server: BenchServer, load: Load): Contender {
  return plainSets(server, load, CEILING, async () => {
    const sets = await HandWrittenSets.open(server.port)
    return { set: (name) => sets.set(name, VALUE, BACKOFF_MS), close: () => sets.close() }
  })
}

function ioredis(server: BenchServer, load: Load, enableAutoPipelining: boolean): Contender {
  const name = enableAutoPipelining ? 'ioredis SET, auto-pipelined' : 'ioredis SET'
  return plainSets(server, load, name, async () => {
    const redis = new Redis(server.port, { enableAutoPipelining })
    await redis.ping()
    return {
      set: async (of) => (await redis.set(of, VALUE, 'PX', BACKOFF_MS, 'NX')) === 'OK',
      close: () => redis.disconnect(),
    }
  })
}

export function scheduleBenchmarks(server: BenchServer): Benchmark[] {
  const of = (load: Load, against: string, least: number): Benchmark =>
    comparison({
      name: `schedule, ${load.callers.toLocaleString('en')} caller${load.callers === 1 ? '' : 's'}`,
      subject: keyhold(server, load),
      peers: [ceiling(server, load), ioredis(server, load, false), ioredis(server, load, true)],
      against: [against],
      least,
    })
  return [
    of({ callers: 1_000, calls: 100_000 }, CEILING, 0.85),
    of({ callers: 64, calls: 60_000 }, CEILING, 0.75),
    of({ callers: 1, calls: 10_000 }, 'ioredis SET', 0.9),
  ]
}
