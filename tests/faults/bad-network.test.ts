import { expect, it } from 'vitest'
import { newNamespace, nothing } from '../processor/fleet'
import { onOwnRedis } from '../processor/on-redis'
import { startTcpProxy } from '../support/tcp-proxy'
import { everyHoldBelongs, Ledger, report, runsDry, schedulesAgain, strayHolds } from './ledger'
import { probeWhile } from './probes'

/** A processor whose only way to Redis is a proxy. */
async function behindProxy() {
  const redis = await onOwnRedis()
  const proxy = redis.end(await startTcpProxy(redis.server.port))
  const namespace = newNamespace()
  const ledger = new Ledger(await redis.member({ url: proxy.url, namespace }))
  await schedulesAgain(ledger)
  return { redis, proxy, namespace, ledger }
}

it('a connection cut in the middle of a reply: what its takes held is released, at each place of the cut', async () => {
  const { redis, proxy, namespace, ledger } = await behindProxy()
  // Up to the whole reply to a take of 100 keys: in its numbers, in the generation, before its last byte.
  for (const bytes of [1, 5, 20, 40, 50, 100, 300, 430]) {
    proxy.cutReplyAfter(bytes)
    const calls = Array.from({ length: 100 }, (_, n) => ledger.schedule(`cut${bytes}-${n}`, 60_000, nothing))
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['not-connected']))
    await everyHoldBelongs(redis, namespace, ledger)
    await schedulesAgain(ledger)
    expect(await ledger.schedule(`cut${bytes}-0`, 60_000, nothing)).toBe('scheduled')
  }
  await runsDry(ledger)
  ledger.addsUp()
})

it('a slow link, 200 ms each way: every call is answered by Redis, in time', async () => {
  const { redis, proxy, namespace, ledger } = await behindProxy()
  proxy.delay(200)
  const late = await probeWhile(3_000, (n) => ledger.schedule(`slow${n}`, n % 2 && 60_000, nothing))
  report('200 ms each way', ledger.counts())
  expect(late).toEqual([])
  expect(Object.keys(ledger.counts())).toEqual(['scheduled'])
  await runsDry(ledger)
  await everyHoldBelongs(redis, namespace, ledger)
  ledger.addsUp()
})

it('a link slower than the time limit, 600 ms each way: calls are answered, and what they took is released', async () => {
  const { redis, proxy, namespace, ledger } = await behindProxy()
  proxy.delay(600)
  const late = await probeWhile(3_000, (n) => ledger.schedule(`slow${n}`, 60_000, nothing))
  report('600 ms each way', ledger.counts())
  expect(late).toEqual([])
  proxy.delay(0)
  await everyHoldBelongs(redis, namespace, ledger)
  await schedulesAgain(ledger)
  await runsDry(ledger)
  ledger.addsUp()
})

it('a half-open connection: calls are answered, and it is made anew by itself', async () => {
  const { redis, proxy, namespace, ledger } = await behindProxy()
  // A take is on its way when the network goes: it arrives, and its reply never does.
  proxy.hold('to-client')
  const underWay = ledger.schedule('under way', 60_000, nothing)
  await redis.look.until(namespace, 0, 'under way', 'there')
  proxy.swallow()
  proxy.release()
  const late = await probeWhile(3_000, (n) => ledger.schedule(`lost${n}`, 60_000, nothing))
  expect(late).toEqual([])
  expect(await underWay).toBe('not-answering')
  report('half open', ledger.counts())
  // Silence is believed after 30 s; until then the hold of the call under way stands.
  await schedulesAgain(ledger, 40_000)
  expect(await strayHolds(redis, namespace, [ledger])).toEqual([])
  await runsDry(ledger)
  ledger.addsUp()
})
