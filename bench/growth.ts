import { setImmediate as turn } from 'node:timers/promises'
import { createBackgroundProcessor, RedisDedup, type BackgroundProcessor } from '../src/index'
import type { BenchServer } from './bench-redis'
import { median, type Benchmark, type Effort, type Result } from './benchmark'
import { callersAtWork } from './comparison'
import { BACKOFF_MS } from './end-to-end'

/** Waiting jobs, at the scale of the marks. */
const DEPTHS = [10_000, 100_000, 1_000_000]
/** Jobs scheduled on top of them, run, cancelled. */
const BATCH = 10_000
const CALLERS = 1_000
const PAGE_ROWS = 100
const PAGES = 3_000
/** Of a cost at the most waiting jobs to that at the fewest. */
const MOST = 1.15

const works = ['schedule', 'run', 'cancel', 'page'] as const
type Work = (typeof works)[number]
/** Microseconds for one job or page. */
type Costs = Readonly<Record<Work, number>>

/** A processor with a standing number of jobs that wait: what a measurement adds it takes away. */
class StandingQueue {
  readonly #dedup: RedisDedup
  readonly #processor: BackgroundProcessor<number>
  /** Runs to come before the lane is stopped. */
  #toRun = 0
  #allRan: () => void = () => undefined
  #nextKey = 0

  constructor(dedup: RedisDedup) {
    this.#dedup = dedup
    this.#processor = createBackgroundProcessor<number>({
      ...{ initialCapacity: 1_024, dedup, paused: true },
      handler: () => this.#ran(),
    })
  }

  /** @returns microseconds for each job that was still missing */
  fillTo(depth: number): Promise<number> {
    return this.#schedule(depth - this.#processor.queueLength())
  }

  /** Each work once; as many jobs wait after it as before. */
  async measure(): Promise<Costs> {
    const depth = this.#processor.queueLength()
    const schedule = await this.#schedule(BATCH)
    const run = (await this.#run()) / BATCH
    const page = this.#page() / PAGES
    await this.#schedule(BATCH)
    const cancel = (await this.#cancel()) / BATCH
    if (this.#processor.queueLength() !== depth) throw new Error('Not all jobs went that had come.')
    return { schedule, run, cancel, page }
  }

  async close(): Promise<void> {
    await this.#processor.stop({ waiting: 'keep' })
    this.#dedup.close()
  }

  /** @returns microseconds a job */
  async #schedule(count: number): Promise<number> {
    const perSecond = await callersAtWork(CALLERS, count, async (n) => {
      const wasFree = await this.#processor.schedule(`key:${String(this.#nextKey++)}`, BACKOFF_MS, n)
      if (!wasFree) throw new Error('A new key was not free.')
    })
    return 1e6 / perSecond
  }

  /** The oldest jobs, to the last settle. @returns microseconds */
  async #run(): Promise<number> {
    this.#toRun = BATCH
    const ran = new Promise<void>((resolve) => (this.#allRan = resolve))
    const startedAt = performance.now()
    this.#processor.resume()
    await ran
    await this.#dedup.flush(60_000)
    return (performance.now() - startedAt) * 1_000
  }

  #ran(): void {
    if (--this.#toRun > 0) return
    this.#processor.pause()
    this.#allRan()
  }

  /** At the head, in the middle, at the end, in turn. @returns microseconds */
  #page(): number {
    const length = this.#processor.queueLength()
    const offsets = [0, length >> 1, length - PAGE_ROWS]
    const startedAt = performance.now()
    for (let n = 0; n < PAGES; n++) {
      const rows = this.#processor.waitingJobs(offsets[n % offsets.length] ?? 0, PAGE_ROWS)
      if (rows.length !== PAGE_ROWS) throw new Error(`A page has ${rows.length} rows.`)
    }
    return (performance.now() - startedAt) * 1_000
  }

  /** Jobs from all over the queue, until their holds are released. @returns microseconds */
  async #cancel(): Promise<number> {
    const length = this.#processor.queueLength()
    const ids: number[] = []
    for (let n = 0; n < 100; n++) {
      const offset = Math.floor((n * (length - BATCH / 100)) / 100)
      for (const { jobId } of this.#processor.waitingJobs(offset, BATCH / 100)) ids.push(jobId)
    }
    const startedAt = performance.now()
    for (const [n, id] of ids.entries()) {
      if (this.#processor.cancel(id) !== 'removed') throw new Error(`Job ${id} did not wait.`)
      // As the console does it: a piece, then a turn of the loop.
      if (n % 500 === 499) await turn()
    }
    await this.#dedup.flush(60_000)
    return (performance.now() - startedAt) * 1_000
  }
}

/** What one round found at one depth. */
interface Found extends Costs {
  readonly fill: number
}

/** In each round the same queue grows from depth to depth: the heap is no larger than the depth makes it. */
async function measureRound(server: BenchServer, depths: readonly number[]): Promise<Found[]> {
  const dedup = new RedisDedup({ redis: await server.connect(), namespace: 'bench', layout: 'go-io' })
  const queue = new StandingQueue(dedup)
  const found: Found[] = []
  for (const depth of depths) {
    const fill = await queue.fillTo(depth)
    globalThis.gc?.()
    found.push({ fill, ...(await queue.measure()) })
  }
  await queue.close()
  await server.expectKeysThenFlush(depths.at(-1) ?? 0, 'bench:goio.bgProcessor.dedupKey')
  return found
}

function resultOf(work: Work, rounds: readonly (readonly Found[])[]): Result {
  const costs = (of: keyof Found, depth: number): number[] => rounds.map((round) => round[depth]?.[of] ?? NaN)
  const growth = (depth: number): number[] =>
    costs(work, depth).map((cost, n) => cost / (costs(work, 0)[n] ?? NaN))
  const last = DEPTHS.length - 1
  return {
    name: `growth: ${work}`,
    measured: `${rounded(median(costs(work, last)))} µs`,
    against: `${rounded(median(costs(work, 0)))} µs with 10,000 waiting`,
    value: rounded(median(growth(last))),
    unit: '×',
    mark: { most: MOST },
    details: {
      waiting: DEPTHS,
      microseconds: DEPTHS.map((_, depth) => rounded(median(costs(work, depth)))),
      ratios: DEPTHS.map((_, depth) => growth(depth).map(rounded)),
      fillMicroseconds: DEPTHS.map((_, depth) => rounded(median(costs('fill', depth)))),
    },
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

/** What a job costs while 10,000, 100,000 and 1,000,000 others wait. All four are measured in the same rounds, once. */
export function growthBenchmarks(server: BenchServer): Benchmark[] {
  let measured: Promise<Found[][]> | undefined
  const measure = async ({ rounds, scale }: Effort): Promise<Found[][]> => {
    const depths = DEPTHS.map((depth) => Math.ceil(depth * scale))
    // Warms up, without the largest.
    await measureRound(server, depths.slice(0, -1))
    const found: Found[][] = []
    for (let round = 0; round < rounds; round++) found.push(await measureRound(server, depths))
    return found
  }
  return works.map((work) => ({
    name: `growth: ${work}`,
    run: async (effort) => resultOf(work, await (measured ??= measure(effort))),
  }))
}
