import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { HeldKeysFilter } from '../src/contract/held-keys'
import { createHoldValueWriter } from '../src/dedup/hold-value'
import { KeyInspector } from '../src/dedup/key-inspector'
import { createKeyLayout } from '../src/dedup/key-layout'
import { Heartbeats } from '../src/runtime/held-keys/heartbeats'
import { compileFilter } from '../src/runtime/held-keys/held-keys-filter'
import { HeldKeysScan } from '../src/runtime/held-keys/held-keys-scan'
import { median, type Benchmark, type Effort, type Result } from './benchmark'
import type { BenchRedis, BenchServer } from './bench-redis'
import { HandWrittenSets } from './ceiling'
import { callersAtWork, comparison, type Contender } from './comparison'

/** Holds, and as many other keys among them. */
const HOLDS = 1_000_000
/** None expires while it is measured. */
const EXPIRY_MS = 3_600_000
/** Keys that Redis looks at for one page of the peer: more brings nothing but longer stalls. */
const COUNT = 1_000

const names = createKeyLayout({ namespace: 'bench', layout: 'go-io' })
const keyOf = (n: number): string => `key:${String(n).padStart(12, '0')}`

async function fill(server: BenchServer, count: number): Promise<void> {
  const sets = await HandWrittenSets.open(server.port)
  const valueOf = createHoldValueWriter({ instance: '0123456789abcdef', host: 'bench' })
  const at = Date.now()
  await callersAtWork(1_000, count, async (n) => {
    await sets.set(names.holdName('0', keyOf(n)), valueOf(n, at, EXPIRY_MS), EXPIRY_MS)
    await sets.set(`other:${keyOf(n)}`, 'x', EXPIRY_MS)
  })
  sets.close()
}

/** All of a benchmark's rounds over the same keys. */
function overHolds(server: BenchServer, benchmark: Benchmark): Benchmark {
  return {
    name: benchmark.name,
    async run(effort) {
      const count = Math.ceil(HOLDS * effort.scale)
      await fill(server, count)
      const result = await benchmark.run(effort)
      await server.expectKeysThenFlush(count, names.holdPrefix)
      return result
    },
  }
}

function expectHolds(found: number, scale: number): void {
  const count = Math.ceil(HOLDS * scale)
  if (found !== count) throw new Error(`${found} of ${count} holds were found.`)
}

/** As the console scans, for holds by what remains of them: each is read, the first 100,000 are kept as rows. */
async function scanAsConsole(redis: BenchRedis, scale: number): Promise<void> {
  const inspector = new KeyInspector({ redis, namespace: 'bench', layout: 'go-io' })
  const filter: HeldKeysFilter = {
    ...{ text: '', generation: 'all', queuedHere: false, orphaned: false },
    owner: { kind: 'all' },
    remaining: { kind: 'more', ms: 1 },
  }
  await new Promise<void>((resolve, reject) => {
    const scan = new HeldKeysScan({
      scanId: 'bench',
      filter: compileFilter(filter, {
        instance: 'bench',
        isQueuedHere: () => false,
        looksOrphaned: () => false,
        now: () => Date.now(),
      }),
      heartbeats: new Heartbeats(inspector),
      pages: (options) => inspector.scan(options),
      changed() {
        const { state, matches, error } = scan.view()
        if (state === 'failed') reject(new Error(error?.message))
        if (state !== 'done') return
        expectHolds(matches, scale)
        resolve()
      },
    })
  })
}

function keyhold(server: BenchServer): Contender {
  return {
    name: 'keyhold',
    async run(scale) {
      const redis = await server.connect()
      const startedAt = performance.now()
      await scanAsConsole(redis, scale)
      const seconds = (performance.now() - startedAt) / 1_000
      redis.disconnect()
      return Math.ceil(HOLDS * scale) / seconds
    },
  }
}

function namesAlone(server: BenchServer): Contender {
  return {
    name: 'SCAN of names',
    async run(scale) {
      const redis = await server.connect()
      const pattern = names.scanPattern({})
      const startedAt = performance.now()
      let found = 0
      let cursor = '0'
      do {
        const [next, page] = await redis.scanBuffer(cursor, 'MATCH', pattern, 'COUNT', COUNT)
        cursor = next.toString()
        found += page.length
      } while (cursor !== '0')
      const seconds = (performance.now() - startedAt) / 1_000
      expectHolds(found, scale)
      redis.disconnect()
      return found / seconds
    },
  }
}

const DELAY = 'scan: delay of the main loop, p99'
const RESOLUTION_MS = 1

async function loopDelay(server: BenchServer, { rounds, scale, profiled }: Effort): Promise<Result> {
  const delays: { readonly p99: number; readonly longest: number }[] = []
  for (let round = 0; round <= (profiled ? 0 : rounds); round++) {
    const redis = await server.connect()
    globalThis.gc?.()
    const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    histogram.enable()
    await scanAsConsole(redis, scale)
    histogram.disable()
    redis.disconnect()
    const inMs = (nanoseconds: number): number => nanoseconds / 1e6 - RESOLUTION_MS
    // The first round warms up.
    if (round > 0) delays.push({ p99: inMs(histogram.percentile(99)), longest: inMs(histogram.max) })
  }
  const p99 = median(delays.map((delay) => delay.p99))
  return {
    name: DELAY,
    measured: `longest ${Math.max(...delays.map(({ longest }) => longest)).toFixed(1)} ms`,
    against: '',
    value: Math.round(p99 * 10) / 10,
    unit: 'ms',
    mark: { most: 10 },
    details: { delays },
  }
}

export function scanBenchmarks(server: BenchServer): Benchmark[] {
  const peer = namesAlone(server)
  return [
    comparison({
      name: 'scan: holds among as many other keys',
      subject: keyhold(server),
      peers: [peer],
      against: [peer.name],
      mostTime: 1.4,
    }),
    { name: DELAY, run: (effort: Effort) => loopDelay(server, effort) },
  ].map((benchmark) => overHolds(server, benchmark))
}
