import { Queue, Worker } from 'bullmq'
import { createBackgroundProcessor, RedisDedup } from '../src/index'
import type { Journal } from '../src/processor/journal'
import type { BenchServer } from './bench-redis'
import { openJournal } from './journal'
import { callersAtWork, type Comparison, type Contender } from './comparison'

export const CALLERS = 64
export const BACKOFF_MS = 300_000

/** Schedule and run empty jobs, settles included. */
export function keyhold(server: BenchServer, count: number): Contender {
  return { name: 'keyhold', run: () => endToEnd(server, count, { callers: CALLERS }) }
}

/** The same, each job written down before it is held, before its schedule is answered, and before it is settled. */
function keyholdWithJournal(server: BenchServer, count: number, callers: number): Contender {
  return {
    name: 'keyhold, journal',
    async run() {
      const { journal, store, remove } = await openJournal()
      try {
        const perSecond = await endToEnd(server, count, { callers, journal })
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

/** The schedules alone, by as many callers. */
function keyholdScheduleAlone(server: BenchServer, count: number): Contender {
  return {
    name: 'keyhold, schedule alone',
    async run() {
      const dedup = new RedisDedup({ redis: await server.connect(), namespace: 'bench', layout: 'go-io' })
      const processor = createBackgroundProcessor({
        initialCapacity: 1_024,
        dedup,
        handler: () => 0,
        paused: true,
      })
      const perSecond = await callersAtWork(CALLERS, count, (n) =>
        processor.schedule(`key:${String(n)}`, BACKOFF_MS, n),
      )
      await processor.stop({ waiting: 'keep' })
      dedup.close()
      await server.expectKeysThenFlush(count, 'bench:goio.bgProcessor.dedupKey')
      return perSecond
    },
  }
}

/** BullMQ as its documentation recommends: jobs added in bulk, removed when done. */
function bullmq(server: BenchServer, concurrency: number, count: number): Contender {
  return {
    name: `bullmq, concurrency ${String(concurrency)}`,
    async run() {
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

export function endToEndComparisons(server: BenchServer, scale: number): Comparison[] {
  const count = Math.ceil(50_000 * scale)
  return [
    {
      name: 'end to end, 64 callers, against schedule alone',
      subject: keyhold(server, count),
      peers: [keyholdScheduleAlone(server, count)],
      against: 'keyhold, schedule alone',
      mark: 0.5,
    },
    {
      name: 'end to end, 64 callers, against BullMQ',
      subject: keyhold(server, count),
      peers: [bullmq(server, 1, Math.ceil(count / 5)), bullmq(server, 64, Math.ceil(count / 5))],
      against: 'bullmq, concurrency 64',
      mark: 5,
    },
    ...[64, 1_000].map((callers) => ({
      name: `end to end with the journal, ${callers.toLocaleString('en')} callers, against BullMQ`,
      subject: keyholdWithJournal(server, count, callers),
      peers: [bullmq(server, 1, Math.ceil(count / 5)), bullmq(server, 64, Math.ceil(count / 5))],
      against: 'bullmq, concurrency 64',
      mark: 4,
    })),
  ]
}
