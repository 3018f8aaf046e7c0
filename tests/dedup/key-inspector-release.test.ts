import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHoldValueWriter } from '../../src/dedup/hold-value'
import { RedisOffset } from '../../src/dedup/inspector/redis-offset'
import { KeyInspector } from '../../src/dedup/key-inspector'
import { createKeyLayout } from '../../src/dedup/key-layout'
import { systemClock } from '../../src/processor/clock'
import { connectRedis } from '../../src/redis/connect'
import { endWithTest } from '../support/clean-up'
import { startRedisServer, type RedisServer } from '../support/redis-server'

const names = createKeyLayout({ namespace: 'orders', layout: 'go-io' })
const writeValue = createHoldValueWriter({ instance: 'k3y', host: 'api-7' })
const name = names.holdName('0', 'a')

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

/** What an operator was shown, as a release takes it. */
async function shown(from = inspector): Promise<{ name: Buffer; value: Buffer; expiresAt: number | null }> {
  const { hold } = await from.lookUp('a')
  if (!hold?.value) throw new Error('No hold')
  return { name: hold.name, value: hold.value, expiresAt: hold.expiresAt ?? null }
}

const exists = async () => (await redis.exists(name)) === 1

describe('release', () => {
  it('deletes the hold that was shown', async () => {
    for (const value of ['"a"', writeValue(1, 5, 6), 'anything']) {
      await redis.set(name, value, 'PX', 60_000)
      expect(await inspector.release(await shown())).toEqual({ outcome: 'released' })
      expect(await exists()).toBe(false)
    }
    await redis.set(name, '"a"')
    expect(await inspector.release(await shown())).toEqual({ outcome: 'released' })
    expect(await exists()).toBe(false)
  })

  it('says that it is gone', async () => {
    await redis.set(name, '"a"', 'PX', 60_000)
    const before = await shown()
    await redis.del(name)
    expect(await inspector.release(before)).toEqual({ outcome: 'gone' })
  })

  it('leaves a hold whose value is another one, and shows it', async () => {
    await redis.set(name, writeValue(1, 5, 6), 'PX', 60_000)
    const before = await shown()
    await redis.set(name, writeValue(2, 5, 6), 'PX', 60_000)
    const outcome = await inspector.release(before)
    expect(outcome).toMatchObject({ outcome: 'changed', hold: { token: 'k3y.2' } })
    expect(await exists()).toBe(true)
  })

  it('leaves a hold of go-io that was taken anew: its value is the same, its expiry is not', async () => {
    await redis.set(name, '"a"', 'PX', 60_000)
    const before = await shown()
    await redis.set(name, '"a"', 'PX', 61_000)
    expect(await inspector.release(before)).toMatchObject({ outcome: 'changed' })
    await redis.persist(name)
    expect(await inspector.release(before)).toMatchObject({ outcome: 'changed' })
    await redis.set(name, '"a"')
    const endless = await shown()
    expect(endless.expiresAt).toBeNull()
    await redis.pexpire(name, 60_000)
    expect(await inspector.release(endless)).toMatchObject({ outcome: 'changed' })
    expect(await exists()).toBe(true)
  })

  it('allows the expiry of a value without a token 50 ms, and no more', async () => {
    await redis.set(name, '"a"', 'PX', 60_000)
    const before = await shown()
    const expiresAt = before.expiresAt ?? 0
    await redis.pexpireat(name, expiresAt + 5_000)
    for (const difference of [-90, 90]) {
      const other = { ...before, expiresAt: expiresAt + 5_000 + difference }
      expect(await inspector.release(other), String(difference)).toMatchObject({ outcome: 'changed' })
    }
    const near = { ...(await shown()) }
    expect(await inspector.release({ ...near, expiresAt: (near.expiresAt ?? 0) + 30 })).toEqual({
      outcome: 'released',
    })
  })

  it('does not mind the expiry of a Keyhold value, which a renewal moves', async () => {
    await redis.set(name, writeValue(1, 5, 6), 'PX', 10_000)
    const before = await shown()
    await redis.pexpire(name, 60_000)
    expect(await inspector.release(before)).toEqual({ outcome: 'released' })
  })

  it('compares in the time of Redis, whatever the clock of this host says and whenever it is set', async () => {
    let behind = 3 * 3_600_000
    const clock = { ...systemClock, wall: () => Date.now() - behind }
    const away = new KeyInspector({ redis, namespace: 'orders', layout: 'go-io', clock })
    await redis.set(name, '"a"', 'PX', 60_000)
    const before = await shown(away)
    expect((before.expiresAt ?? 0) - Date.now()).toBeGreaterThan(50_000)
    expect((before.expiresAt ?? 0) - Date.now()).toBeLessThan(70_000)
    // Between what was shown and the act, this host's clock is set twice, and read anew.
    for (const next of [0, 400]) {
      behind = next
      await away.lookUp('another')
      expect(await away.release({ ...before, expiresAt: (before.expiresAt ?? 0) + 400 })).toMatchObject({
        outcome: 'changed',
      })
    }
    expect(await away.release(before)).toEqual({ outcome: 'released' })
  })

  it('leaves what is no string, and what is no hold of this namespace', async () => {
    await redis.rpush(name, 'x')
    const list = { name: Buffer.from(name), value: Buffer.from('"a"'), expiresAt: null }
    expect(await inspector.release(list)).toMatchObject({ outcome: 'changed', hold: { wrongType: 'list' } })
    await redis.set('orders:session', '"a"')
    const foreign = { ...list, name: Buffer.from('orders:session') }
    await expect(inspector.release(foreign)).rejects.toMatchObject({ code: 'bad-option' })
    expect(await redis.exists(name, 'orders:session')).toBe(2)
  })

  it('finds the key in the name of a hold, and none in other names', () => {
    expect(inspector.keyOf(Buffer.from(name))?.toString()).toBe('a')
    expect(inspector.keyOf(Buffer.from('orders:session'))).toBeUndefined()
  })
})

describe('difference between the clocks', () => {
  it('stays the same while estimates waver, and follows a clock that was set', () => {
    const offset = new RedisOffset()
    offset.learn(10_000, 1_000, 1_000)
    expect(offset.toRedis(offset.toWall(12_345))).toBe(12_345)
    expect(offset.toWall(10_000)).toBe(1_000)
    offset.learn(10_200, 1_000, 1_020)
    expect(offset.toWall(10_000)).toBe(1_000)
    // A slow reply may be off by half its way, and is no sign of a clock that was set.
    offset.learn(10_000, 1_000, 3_000)
    expect(offset.toWall(10_000)).toBe(1_000)
    offset.learn(20_000, 1_000, 1_000)
    expect(offset.toWall(20_000)).toBe(1_000)
  })
})
