import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHoldValueWriter } from '../../src/dedup/hold-value'
import { KeyInspector, type CensusOptions, type CountedHold } from '../../src/dedup/key-inspector'
import { createKeyLayout } from '../../src/dedup/key-layout'
import { connectRedis } from '../../src/redis/connect'
import { endWithTest } from '../support/clean-up'
import { startRedisServer, type RedisServer } from '../support/redis-server'

const names = createKeyLayout({ namespace: 'orders', layout: 'go-io' })
const writeValue = createHoldValueWriter({ instance: 'k3y', host: 'api-7' })

let server: RedisServer
let redis: Redis
let inspector: KeyInspector
beforeAll(async () => {
  server = await startRedisServer()
})
afterAll(() => server.stop())
beforeEach(async () => {
  redis = endWithTest(await connectRedis(server.url))
  await redis.flushall()
  inspector = new KeyInspector({ redis, namespace: 'orders', layout: 'go-io' })
})

async function census(options: CensusOptions): Promise<CountedHold[]> {
  const holds: CountedHold[] = []
  for await (const page of inspector.census(options)) holds.push(...page.holds)
  return holds.sort((a, b) => Buffer.compare(a.key, b.key))
}

const ownersOf = (holds: readonly CountedHold[]) =>
  Object.fromEntries(holds.map(({ key, owner }) => [key.toString(), owner?.kind]))

describe('the census of the holds', () => {
  it('tells who wrote each, whatever the key holds', async () => {
    await redis.set(names.holdName('7', 'go-io'), '"go-io"')
    await redis.set(names.holdName('7', 'keyhold'), writeValue(1, 1_700_000_000_000, 60_000))
    await redis.set(names.holdName('7', 'empty'), '')
    await redis.set(names.holdName('7', 'json'), '{"v":9}')
    await redis.set(names.holdName('7', 'long'), JSON.stringify('x'.repeat(100_000)))
    await redis.lpush(names.holdName('7', 'list'), 'no string')
    expect(ownersOf(await census({ ownersOf: '7' }))).toEqual({
      'go-io': 'go-io',
      keyhold: 'keyhold',
      empty: 'unknown',
      json: 'unknown',
      // Cut where a hold of ours never is.
      long: 'unknown',
      list: 'unknown',
    })
  })

  it('reads no owner of another generation, and no other generation where one is asked for', async () => {
    await redis.mset(
      names.holdName('7', 'now'),
      '"now"',
      names.holdName('6', 'old'),
      '"old"',
      'orders:x',
      '1',
    )
    expect(ownersOf(await census({ ownersOf: '7' }))).toEqual({ now: 'go-io', old: undefined })
    expect(ownersOf(await census({ generation: '6' }))).toEqual({ old: undefined })
  })

  it('leaves out a hold that has gone between its name and its value', async () => {
    await redis.set(names.holdName('7', 'stays'), '"stays"')
    await redis.set(names.holdName('7', 'goes'), '"goes"')
    const script = redis.keyholdHoldValuesBuffer.bind(redis)
    redis.keyholdHoldValuesBuffer = async (keys, args) => {
      await redis.del(names.holdName('7', 'goes'))
      return script(keys, args)
    }
    expect(ownersOf(await census({ ownersOf: '7' }))).toEqual({ stays: 'go-io' })
  })
})
