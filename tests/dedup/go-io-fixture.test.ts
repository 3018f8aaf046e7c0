import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KeyInspector, type InspectedHold } from '../../src/dedup/key-inspector'
import { createKeyLayout } from '../../src/dedup/key-layout'
import { RedisDedup } from '../../src/dedup/redis-dedup'
import { createBackgroundProcessor } from '../../src/processor/create-background-processor'
import { connectRedis } from '../../src/redis/connect'
import { endWithTest } from '../support/clean-up'
import { loadGoIoFixture, readGoIoFixture } from '../support/go-io-fixture'
import { startRedisServer, type RedisServer } from '../support/redis-server'

let server: RedisServer
beforeAll(async () => {
  server = await startRedisServer()
})
afterAll(() => server.stop())

async function freshRedis(): Promise<Redis> {
  const redis = endWithTest(await connectRedis(server.url))
  await redis.flushall()
  return redis
}

async function holdsOf(redis: Redis, namespace: string): Promise<InspectedHold[]> {
  const holds: InspectedHold[] = []
  for await (const page of new KeyInspector({ redis, namespace, layout: 'go-io' }).scan())
    holds.push(...page.holds)
  return holds.sort((a, b) => Buffer.compare(a.name, b.name))
}

/** A processor that starts nothing, so that what it takes stays held. */
function processorOf(redis: Redis, namespace: string) {
  const dedup = new RedisDedup({ redis, namespace, layout: 'go-io' })
  const processor = createBackgroundProcessor({ initialCapacity: 16, dedup, handler: () => {}, paused: true })
  endWithTest({
    stop: async () => {
      await processor.stop()
      dedup.close()
    },
  })
  return processor
}

const ordersNames = createKeyLayout({ namespace: 'orders', layout: 'go-io' })

const bytesOf = (text: string) => Buffer.from(text, 'latin1')

describe('what go-io wrote', () => {
  it('is shown: 12 holds in "orders", generation 3, every key byte by byte', async () => {
    const redis = await freshRedis()
    await loadGoIoFixture(redis)
    const holds = await holdsOf(redis, 'orders')
    expect(
      holds.map(({ generation, current, key }) => [generation, current, key.bytes.toString('latin1')]),
    ).toEqual([
      ['0', false, 'a:jobKey:b'],
      ['0', false, 'seller:42:catalog'],
      ['0', false, 'spa ce'],
      ['3', true, ''],
      ['3', true, '<a&b>'],
      ['3', true, 'a:jobKey:b'],
      ['3', true, 'bad\xffutf8'],
      ['3', true, 'gen:9:jobKey:x'],
      ['3', true, 'line\nbreak'],
      ['3', true, 'seller:42:catalog'],
      ['3', true, 'seller:43:catalog'],
      ['3', true, '\xc3\xbcn\xc3\xaf "q"'],
    ])
    for (const hold of holds) {
      expect(hold.owner).toEqual({ kind: 'go-io' })
      expect(hold.remainingMs).toBeGreaterThan(3_500_000)
      expect(hold.key.exact).toBe(!hold.key.bytes.includes(0xff))
    }
  })

  it('is shown: 2 holds in the empty namespace, generation 0', async () => {
    const redis = await freshRedis()
    await loadGoIoFixture(redis)
    const holds = await holdsOf(redis, '')
    expect(holds.map(({ generation, current, key }) => [generation, current, key.text])).toEqual([
      ['0', true, 'no-namespace'],
      ['0', true, 'x:y'],
    ])
  })

  it('refuses a schedule where its generation is the current one, and says who holds the key', async () => {
    const redis = await freshRedis()
    await loadGoIoFixture(redis)
    const processor = processorOf(redis, 'orders')
    for (const { key, current } of await holdsOf(redis, 'orders')) {
      if (!key.exact || key.text === '') continue
      const outcome = await processor.scheduleWithReason(key.text, 1_000, null)
      const held = {
        outcome: 'held',
        redisKey: ordersNames.holdName('3', key.text),
        generation: '3',
        owner: { kind: 'go-io' },
      }
      const isHeldNow = current || key.text !== 'spa ce'
      expect(outcome, key.text).toMatchObject(isHeldNow ? held : { outcome: 'scheduled' })
    }
    const inEmpty = await processorOf(redis, '').scheduleWithReason('x:y', 1_000, null)
    expect(inEmpty).toMatchObject({ outcome: 'held', generation: '0', owner: { kind: 'go-io' } })
  })

  it('is named the same, byte for byte, by Keyhold, and its SET NX is refused while Keyhold holds', async () => {
    const written = readGoIoFixture().flatMap(([, name]) => (name ? [name] : []))
    for (const namespace of ['orders', '']) {
      const redis = await freshRedis()
      const names = createKeyLayout({ namespace, layout: 'go-io' })
      await redis.set(names.generationName, '3')
      const processor = processorOf(redis, namespace)
      const keys = new Map(
        written.flatMap((name) => {
          const key = names.parseHoldName(name)?.key
          return key ? [[key.toString('latin1'), key] as const] : []
        }),
      )
      let scheduled = 0
      for (const key of keys.values()) {
        const text = key.toString('utf8')
        if (!Buffer.from(text).equals(key) || text === '') continue
        expect(await processor.schedule(text, 60_000, null), text).toBe(true)
        scheduled += 1
        const goIoName = Buffer.concat([bytesOf(`${namespace}:goio.bgProcessor.dedupKey:gen:3:jobKey:`), key])
        expect(await redis.exists(goIoName)).toBe(1)
        expect(await redis.set(goIoName, JSON.stringify(text), 'EX', 60, 'NX')).toBeNull()
      }
      expect(scheduled).toBe(namespace === '' ? 2 : 8)
      expect(await redis.dbsize()).toBe(scheduled + 1)
    }
  })

  it('holds only names that are read and built again without loss', () => {
    const orders = readGoIoFixture().flatMap(([, name]) =>
      name && ordersNames.parseHoldName(name) ? [name] : [],
    )
    expect(orders).toHaveLength(12)
    for (const name of orders) {
      const parsed = ordersNames.parseHoldName(name)
      expect(parsed && ordersNames.holdNameBytes(parsed.generation, parsed.key).equals(name)).toBe(true)
    }
  })
})
