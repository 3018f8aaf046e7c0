import { Queue, Worker } from 'bullmq'
import { createBackgroundProcessor, RedisDedup } from '../src/index'
import type { Journal } from '../src/processor/journal'
import type { BenchServer } from './bench-redis'
import { openJournal } from './journal'
import type { Benchmark } from './benchmark'
import { callersAtWork, comparison, type Contender } from './comparison'

/** Jobs end to end, at the scale of the marks. */
export const JOBS = 50_000
export const CALLERS = 64
/** As many schedules on their way as BullMQ has in its bulks, and more than a commit takes along. */
const MANY_CALLERS = 1_000
export const BACKOFF_MS = 300_000

/** Schedule and run empty jobs, settles included. */
export function keyhold(server: BenchServer): Contender {
  return {
    name: 'keyhold',
    run: (scale) => endToEnd(server, Math.ceil(JOBS * scale), { callers: CALLERS }),
  }
}

/** The same, each job written down before it is held, before its schedule is answered, and before it is settled. */
function keyholdWithJournal(server: BenchServer, callers: number): Contender {
  return {
    name: 'keyhold, journal',
    async run(scale) {
      const { journal, store, remove } = await openJournal()
      try {
        const perSecond = await endToEnd(server, Math.ceil(JOBS * scale), { callers, journal })
        const { failed, refused } = store.counts
        if (failed + refused > 0) throw new Error(`${failed + refused} entries were not written.`)
        return perSecond
      } finally {
        await remove()
      }
    },
  }
}

interface EndToEndOptions {
  readonly callers: number
  readonly journal?: Journal
}

async function endToEnd(
  server: BenchServer,
  count: number,
  { callers, journal }: EndToEndOptions,
): Promise<number> {
  const dedup = new RedisDedup({ redis: await server.connect(), namespace: 'bench', layout: 'go-io' })
  let left = count
  let allRan: () => void = () => undefined
  const ran = new Promise<void>((resolve) => (allRan = resolve))
  const handler = (): void => {
    if (--left === 0) allRan()
  }
  const processor = createBackgroundProcessor({
    ...{ initialCapacity: 1_024, dedup, handler },
    ...(journal && { journal }),
  })
  const startedAt = performance.now()
  await callersAtWork(callers, count, (n) => processor.schedule(`key:${String(n)}`, BACKOFF_MS, n))
  await ran
  await dedup.flush(60_000)
  const perSecond = count / ((performance.now() - startedAt) / 1_000)
  await server.expectKeysThenFlush(count, 'bench:goio.bgProcessor.dedupKey')
  await processor.stop()
  dedup.close()
  return perSecond
}

/** BullMQ as its documentation recommends: jobs added in bulk, removed when done. */
function bullmq(server: BenchServer, concurrency: number): Contender {
  return {
    name: `BullMQ, concurrency ${String(concurrency)}`,
    async run(scale) {
      const count = Math.ceil(JOBS * scale)
      const connection = { host: '127.0.0.1', port: server.port, maxRetriesPerRequest: null }
      const queue = new Queue('bench', { connection })
      let left = count
      let allRan: () => void = () => undefined
      const ran = new Promise<void>((resolve) => (allRan = resolve))
      const worker = new Worker('bench', () => Promise.resolve(), { connection, concurrency })
      worker.on('completed', () => {
        if (--left === 0) allRan()
      })
      await worker.waitUntilReady()
      const startedAt = performance.now()
      const batches = Math.ceil(count / 500)
      await callersAtWork(CALLERS, batches, (batch) => {
        const size = Math.min(500, count - batch * 500)
        const jobs = Array.from({ length: size }, (_, i) => ({
          name: 'job',
          data: batch * 500 + i,
          opts: { jobId: `key-${String(batch * 500 + i)}`, removeOnComplete: true },
        }))
        return queue.addBulk(jobs)
      })
      await ran
      const perSecond = count / ((performance.now() - startedAt) / 1_000)
      await worker.close()
      await queue.close()
      await server.expectKeysThenFlush(0, 'bull:')
      return perSecond
    },
  }
}

/** The same jobs through BullMQ: the better of its two usual settings counts in each round. */
export function againstBullMq(
  server: BenchServer,
  name: string,
  subject: Contender,
  least: number,
): Benchmark {
  const peers = [bullmq(server, 1), bullmq(server, 64)]
  return comparison({ name, subject, peers, against: peers.map((peer) => peer.name), least })
}

export function endToEndBenchmarks(server: BenchServer): Benchmark[] {
  return [
    againstBullMq(server, 'end to end', keyhold(server), 5),
    ...[MANY_CALLERS, CALLERS].map((callers) =>
      againstBullMq(
        server,
        `end to end, journal, ${callers.toLocaleString('en')} callers`,
        keyholdWithJournal(server, callers),
        4,
      ),
    ),
  ]
}
