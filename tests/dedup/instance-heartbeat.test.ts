import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { InstanceHeartbeat } from '../../src/dedup/instance-heartbeat'
import { readInstanceRecord } from '../../src/dedup/instance-record'
import { KeyInspector } from '../../src/dedup/key-inspector'
import { connectRedis } from '../../src/redis/connect'
import { ManualClock } from '../processor/manual-clock'
import { endWithTest } from '../support/clean-up'
import { startRedisServer, type RedisServer } from '../support/redis-server'
import { waitFor } from '../support/wait-for'

const NAME = 'orders:keyhold.instance:k3y'

let server: RedisServer
let redis: Redis
let clock: ManualClock

beforeAll(async () => {
  server = await startRedisServer()
})
afterAll(() => server.stop())

beforeEach(async () => {
  redis = endWithTest(await connectRedis(server.url))
  await redis.flushall()
  clock = new ManualClock()
})

const beat = (instance = 'k3y') =>
  endWithTest(
    new InstanceHeartbeat({
      ...({
        redis,
        namespace: 'orders',
        layout: 'go-io',
        instance,
        version: '1.2.3',
        host: 'api-7',
        clock,
      } as const),
    }),
  )

const remaining = () => redis.pttl(NAME)

describe('heartbeat of an instance', () => {
  it('says host, version and start, for 30 s from each beat, and goes with its close', async () => {
    const started = clock.wall()
    const heartbeat = beat()
    await waitFor(async () => (await redis.exists(NAME)) === 1, { what: 'the first beat' })
    expect(JSON.parse((await redis.get(NAME)) ?? '')).toEqual({ host: 'api-7', version: '1.2.3', started })
    expect(await remaining()).toBeGreaterThan(20_000)
    expect(await remaining()).toBeLessThanOrEqual(30_000)

    await redis.pexpire(NAME, 5_000)
    await clock.advance(9_999)
    expect(await remaining()).toBeLessThanOrEqual(5_000)
    await clock.advance(1)
    await waitFor(async () => (await remaining()) > 20_000, { what: 'the second beat' })

    await heartbeat.close()
    expect(await redis.exists(NAME)).toBe(0)
    expect(clock.pending()).toEqual([])
    await heartbeat.close()
  })

  it('is not brought back by a beat that was on its way when it was closed', async () => {
    const heartbeat = beat()
    await heartbeat.close()
    expect(await redis.exists(NAME)).toBe(0)
  })

  it('beats again as soon as Redis is back', async () => {
    const own = endWithTest(await startRedisServer())
    redis = endWithTest(await connectRedis(own.url))
    beat()
    await waitFor(async () => (await redis.exists(NAME)) === 1, { what: 'the first beat' })
    await own.restart({ keepData: false })
    await waitFor(async () => redis.status === 'ready' && (await redis.exists(NAME)) === 1, {
      what: 'a beat',
    })
  })

  it('does not keep a close waiting for a Redis that hangs', async () => {
    const heartbeat = beat()
    await waitFor(async () => (await redis.exists(NAME)) === 1, { what: 'the first beat' })
    server.suspend()
    try {
      const closed = heartbeat.close()
      await clock.advance(1_000)
      await closed
    } finally {
      server.continue()
    }
  })
})

describe('instances', () => {
  it('lists the heartbeats of the namespace, and leaves out what is none', async () => {
    beat('one')
    beat('two:x')
    await redis.set('orders:keyhold.instance:broken', '{')
    await redis.set('other:keyhold.instance:three', '{"host":"h","version":"v","started":1}')
    const inspector = new KeyInspector({ redis, namespace: 'orders', layout: 'go-io' })
    const { instances, complete } = await inspector.instances()
    expect(complete).toBe(true)
    expect(instances.map(({ id }) => id).sort()).toEqual(['one', 'two:x'])
    expect(instances[0]).toMatchObject({ host: 'api-7', version: '1.2.3', started: clock.wall() })
  })

  it('says that there may be more when its time is over', async () => {
    const pipeline = redis.pipeline()
    for (let n = 0; n < 3_000; n += 1) pipeline.set(`filler:${n}`, '')
    await pipeline.exec()
    const inspector = new KeyInspector({ redis, namespace: 'orders', layout: 'go-io' })
    expect((await inspector.instances({ withinMs: 0 })).complete).toBe(false)
  })

  it('reads a record, and nothing else', () => {
    expect(readInstanceRecord('{"host":"h","version":"v","started":1,"more":2}')).toEqual({
      ...{ host: 'h', version: 'v', started: 1 },
    })
    for (const value of ['', 'null', '[]', '1', '{"host":"h"}', '{"host":1,"version":"v","started":1}']) {
      expect(readInstanceRecord(value), value).toBeUndefined()
    }
  })
})
