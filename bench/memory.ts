import { createBackgroundProcessor, RedisDedup } from '../src/index'
import type { BenchServer } from './bench-redis'
import type { Benchmark, Effort, Result } from './benchmark'
import { callersAtWork } from './comparison'

/** Measured on go-io 0.4.2 with 1,000,000 queued jobs. */
const GO_IO_BYTES = 238

/** What the processor keeps for one waiting job: key of 16 characters, a small argument, hold and all. */
export function queuedJobMemory(server: BenchServer): Benchmark {
  return { name: 'bytes a queued job', run: (effort) => measure(server, effort) }
}

async function measure(server: BenchServer, { scale }: Effort): Promise<Result> {
  const jobs = Math.ceil(1_000_000 * scale)
  const dedup = new RedisDedup({ redis: await server.connect(), namespace: 'bench', layout: 'go-io' })
  const processor = createBackgroundProcessor({
    initialCapacity: 1_024,
    dedup,
    handler: () => 0,
    paused: true,
  })
  await callersAtWork(1_000, 5_000, (n) => processor.schedule(`warm:${String(n)}`, 300_000, n))
  const before = heapAfterCollection()
  await callersAtWork(1_000, jobs, (n) => processor.schedule(String(n).padStart(16, 'k'), 300_000, n))
  const bytesAJob = Math.round((heapAfterCollection() - before) / jobs)
  await processor.stop({ waiting: 'keep' })
  dedup.close()
  await server.expectKeysThenFlush(jobs, 'bench:goio.bgProcessor.dedupKey')
  return {
    name: 'bytes a queued job',
    measured: `${bytesAJob} bytes, ${jobs.toLocaleString('en')} jobs`,
    against: `${GO_IO_BYTES} bytes of go-io`,
    value: Math.round((bytesAJob / GO_IO_BYTES) * 100) / 100,
    unit: '×',
    mark: { most: 1.2 },
  }
}

function heapAfterCollection(): number {
  if (globalThis.gc === undefined) throw new Error('Memory is measured with node --expose-gc.')
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed
}
