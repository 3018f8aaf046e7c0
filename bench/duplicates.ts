import { createKeyLayout } from '../src/dedup/key-layout'
import { createBackgroundProcessor, RedisDedup, type BackgroundProcessor } from '../src/index'
import type { Benchmark } from './benchmark'
import type { BenchServer } from './bench-redis'
import { callersAtWork, comparison, type Contender } from './comparison'

const BACKOFF_MS = 300_000
/** Keys that wait here. */
const WAITING = 1_000
/** Schedules of them. */
const REFUSALS = 1_000_000
/** Keys that another instance holds, or that are free. */
const KEYS = 100_000
const CALLERS = 1_000

const keyOf = (n: number): string => `key:${String(n).padStart(12, '0')}`
const PREFIX = createKeyLayout({ namespace: 'bench', layout: 'go-io' }).holdName('0', 'key:')

interface Instance {
  readonly processor: BackgroundProcessor<number>
  /** Ends it; what it holds stays. */
  readonly leave: () => Promise<void>
}

/** An instance whose queue is paused. */
async function startInstance(server: BenchServer, initialCapacity: number): Promise<Instance> {
  const redis = await server.connect()
  const dedup = new RedisDedup({ redis, namespace: 'bench', layout: 'go-io', host: 'bench' })
  const processor = createBackgroundProcessor<number>({
    ...{ initialCapacity, dedup, handler: () => 0, paused: true },
  })
  return {
    processor,
    async leave() {
      await processor.stop({ waiting: 'keep' })
      dedup.close()
    },
  }
}

/** Schedules as many keys once each. @returns calls per second */
function scheduleEach({ processor }: Instance, count: number, expected: boolean): Promise<number> {
  return callersAtWork(CALLERS, count, async (n) => {
    if ((await processor.schedule(keyOf(n), BACKOFF_MS, n)) !== expected)
      throw new Error(`A key was ${expected ? 'refused' : 'scheduled twice'}.`)
  })
}

/** One caller, the same keys again and again; the same loop for both. @returns calls per second */
function askAgain(
  keys: readonly string[],
  scale: number,
  ask: (key: string, n: number) => Promise<boolean>,
): Promise<number> {
  return callersAtWork(1, Math.ceil(REFUSALS * scale), async (n) => {
    if (await ask(keys[n % keys.length] ?? '', n)) throw new Error('A key that waits was scheduled.')
  })
}

const keys = Array.from({ length: WAITING }, (_, n) => keyOf(n))

/** Keys that wait here: no call of Redis, which its own count of commands proves. */
function queuedHere(server: BenchServer): Contender {
  return {
    name: 'keyhold',
    async run(scale) {
      const instance = await startInstance(server, WAITING)
      await scheduleEach(instance, WAITING, true)
      const before = await server.commandsDone()
      const perSecond = await askAgain(keys, scale, (key, n) =>
        instance.processor.schedule(key, BACKOFF_MS, n),
      )
      const commands = (await server.commandsDone()) - before
      if (commands > 0) throw new Error(`${commands} commands were sent to Redis.`)
      await server.expectKeysThenFlush(WAITING, PREFIX)
      await instance.leave()
      return perSecond
    },
  }
}

/** The least that can be done: the key is known, and a promise tells so. */
function mapHas(): Contender {
  return {
    name: 'Map.has, resolved promise',
    run(scale) {
      const map = new Map(keys.map((key, n) => [key, n]))
      return askAgain(keys, scale, (key) => Promise.resolve(!map.has(key)))
    },
  }
}

/** Keys that another instance has taken. */
function held(server: BenchServer): Contender {
  return {
    name: 'keyhold, held keys',
    async run(scale) {
      const count = Math.ceil(KEYS * scale)
      const other = await startInstance(server, count)
      await scheduleEach(other, count, true)
      await other.leave()
      const instance = await startInstance(server, count)
      const perSecond = await scheduleEach(instance, count, false)
      await server.expectKeysThenFlush(count, PREFIX)
      await instance.leave()
      return perSecond
    },
  }
}

function free(server: BenchServer): Contender {
  return {
    name: 'free keys',
    async run(scale) {
      const count = Math.ceil(KEYS * scale)
      const instance = await startInstance(server, count)
      const perSecond = await scheduleEach(instance, count, true)
      await server.expectKeysThenFlush(count, PREFIX)
      await instance.leave()
      return perSecond
    },
  }
}

export function duplicateBenchmarks(server: BenchServer): Benchmark[] {
  return [
    comparison({
      name: 'duplicate refused, queued here',
      subject: queuedHere(server),
      peers: [mapHas()],
      against: [mapHas().name],
      least: 0.3,
    }),
    comparison({
      name: 'duplicate refused, held',
      subject: held(server),
      peers: [free(server)],
      against: [free(server).name],
      least: 0.9,
    }),
  ]
}
