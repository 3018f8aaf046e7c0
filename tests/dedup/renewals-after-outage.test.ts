import { describe, expect, it } from 'vitest'
import type { Hold } from '../../src/processor/dedup'
import { RedisDedup } from '../../src/dedup/redis-dedup'
import { connectRedis } from '../../src/redis/connect'
import { newNamespace } from '../processor/fleet'
import { onOwnRedis } from '../processor/on-redis'
import { startTcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'

const HOLDS = 20_000
const BATCH = 500
const OPEN_BATCHES = 8
const leaseMs = 9_000

/** Holds of one dedup behind a proxy, taken all at once, so that all are due within a moment. */
async function holdMany({ timeoutMs = 1_000 } = {}) {
  const server = await onOwnRedis()
  const proxy = server.end(await startTcpProxy(server.server.port))
  const redis = await connectRedis(proxy.url)
  const namespace = newNamespace()
  const dedup = new RedisDedup({ redis, namespace, layout: 'go-io', leaseMs, timeoutMs })
  server.end({
    stop: () => {
      dedup.close()
      redis.disconnect()
    },
  })
  await waitFor(() => dedup.link().state === 'ready', { what: 'the link is ready' })
  const request = { backoffMs: 0, worstCaseMs: 0 }
  await Promise.all(
    Array.from(
      { length: HOLDS },
      (_, n) =>
        new Promise<Hold>((resolve, reject) =>
          dedup.take({ key: `key${n}`, ...request }, (taken) =>
            taken.outcome === 'taken' ? resolve(taken.hold) : reject(new Error(taken.outcome)),
          ),
        ),
    ),
  )
  return { ...server, look: server.look, proxy, redis, namespace, dedup }
}

/** Counts the batches of holds on a connection that have no answer yet. */
function countOpen(redis: Awaited<ReturnType<typeof connectRedis>>): { most: number } {
  const send = redis.sendCommand.bind(redis)
  const count = { most: 0 }
  let open = 0
  redis.sendCommand = (command, stream) => {
    const sent = send(command, stream)
    // A batch is written by hand: ioredis knows no arguments of it.
    if (command.name === 'evalsha' && command.args.length === 0) {
      open += 1
      count.most = Math.max(count.most, open)
      const end = (): void => void (open -= 1)
      command.promise.then(end, end)
    }
    return sent
  }
  return count
}

describe('when all holds are due at once', () => {
  it('after an outage, few batches are open at a time, none that could be kept lapses, and it is told once', async () => {
    const { look, proxy, redis, namespace, dedup } = await holdMany()
    const told: string[] = []
    dedup.on('link', (link) => told.push(link.state === 'away' ? link.failure.code : link.state))
    const count = countOpen(redis)
    const { expiresAt = Number.NaN } = (await look.hold(namespace, 0, 'key0')) ?? {}
    proxy.refuse()
    await look.passed(expiresAt - leaseMs / 3)
    proxy.accept()
    await waitFor(() => told.includes('ready'), { what: 'Redis answers again' })
    const kept = (await look.holdNames(namespace)).length
    expect(await look.time()).toBeLessThan(expiresAt)
    expect(kept).toBe(HOLDS)
    const last = (await look.hold(namespace, 0, `key${HOLDS - 1}`))?.expiresAt ?? Number.NaN
    await look.passed(last + 100)
    expect(await look.holdNames(namespace)).toHaveLength(HOLDS)
    expect(count.most).toBe(OPEN_BATCHES)
    expect(told.filter((state, index) => state === told[index - 1])).toEqual([])
    expect(told).not.toContain('not-answering')
  }, 40_000)

  it('what has no room stays in the schedule: the next batch goes on a reply', async () => {
    // Nothing is overdue while replies are kept back.
    const { look, proxy, namespace } = await holdMany({ timeoutMs: 30_000 })
    const { expiresAt = Number.NaN } = (await look.hold(namespace, 0, `key${HOLDS - 1}`)) ?? {}
    const before = await look.calls('pexpire')
    proxy.hold('to-client')
    // The last is due by then, and a look at what is due follows within a tenth of the lease.
    await look.passed(expiresAt - leaseMs / 3 + leaseMs / 10)
    expect((await look.calls('pexpire')) - before).toBe(OPEN_BATCHES * BATCH)
    proxy.release()
    await waitFor(async () => (await look.calls('pexpire')) - before >= HOLDS, { what: 'all are renewed' })
    await look.passed(expiresAt)
    expect(await look.holdNames(namespace)).toHaveLength(HOLDS)
  }, 40_000)
})
