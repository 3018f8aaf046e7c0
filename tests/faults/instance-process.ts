import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { connectRedis, createBackgroundProcessor, KeyholdError, RedisDedup } from '../../src/index'

/** What an instance is told at its start. */
export interface InstanceOrders {
  readonly url: string
  readonly namespace: string
  readonly keys: number
  readonly leaseMs: number
  /** What it does: waits with that many jobs of no backoff, or schedules and bumps until it is told to stop. */
  readonly task: { readonly kind: 'wait'; readonly jobs: number } | { readonly kind: 'work' }
}

/** One run of a handler. Moments are ms since the epoch, with fractions. */
export interface RunRecord {
  readonly key: string
  readonly startedAt: number
  readonly endedAt: number
}

export type InstanceReport =
  | { readonly kind: 'ready'; readonly instance: string }
  | {
      readonly kind: 'done'
      readonly runs: readonly RunRecord[]
      readonly scheduled: number
      readonly bumps: number
    }

const now = (): number => performance.timeOrigin + performance.now()
/** Resolves when it is on its way: a channel that is closed before loses it. */
const report = (message: InstanceReport): Promise<unknown> =>
  new Promise((resolve) => process.send?.(message, resolve))

async function main(orders: InstanceOrders): Promise<void> {
  const { url, namespace, keys, leaseMs, task } = orders
  const redis = await connectRedis(url)
  const dedup = new RedisDedup({ redis, namespace, layout: 'go-io', leaseMs })
  const runs: RunRecord[] = []
  const processor = createBackgroundProcessor<number>({
    initialCapacity: 16,
    concurrency: 4,
    paused: task.kind === 'wait',
    dedup,
    handler: async (runMs, { key }) => {
      const startedAt = now()
      await pause(runMs)
      runs.push({ key, startedAt, endedAt: now() })
    },
  })
  const stop = new AbortController()
  process.on('message', () => stop.abort())
  if (task.kind === 'wait') {
    await Promise.all(Array.from({ length: task.jobs }, (_, n) => processor.schedule(`key${n}`, 0, 0)))
  }
  await report({ kind: 'ready', instance: dedup.instance })
  let scheduled = 0
  let bumps = 0
  while (!stop.signal.aborted) {
    await pause(task.kind === 'wait' ? 100 : randomInt(4))
    if (task.kind === 'wait') continue
    const backoffMs = [0, 400, 1_500][randomInt(3)] ?? 0
    // Neither waits for the answer: calls overlap, as those of a service do.
    void processor
      .schedule(`key${randomInt(keys)}`, backoffMs, randomInt(40))
      .then((taken) => (scheduled += Number(taken)))
    if (randomInt(1_000) === 0) {
      await processor.bumpRemoteDedupKey().then(
        () => (bumps += 1),
        (error: unknown) => {
          if (!(error instanceof KeyholdError)) throw error
        },
      )
    }
  }
  await processor.stop({ waiting: 'release', running: 'finish' })
  await report({ kind: 'done', runs, scheduled, bumps })
  dedup.close()
  redis.disconnect()
  process.disconnect()
}

await main(JSON.parse(process.argv[2] ?? '{}') as InstanceOrders)
