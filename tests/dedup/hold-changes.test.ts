import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createHoldValueWriter } from '../../src/dedup/hold-value'
import { KeyInspector, type ShownHold } from '../../src/dedup/key-inspector'
import { createKeyLayout } from '../../src/dedup/key-layout'
import { systemClock } from '../../src/processor/clock'
import { connectRedis } from '../../src/redis/connect'
import { endWithTest } from '../support/clean-up'
import { loadGoIoFixture } from '../support/go-io-fixture'
import { startRedisServer, type RedisServer } from '../support/redis-server'
import { TcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'

const names = createKeyLayout({ namespace: 'orders', layout: 'go-io' })
const writeValue = createHoldValueWriter({ instance: 'k3y', host: 'api-7' })
const nameOf = (key: string, generation = '0') => names.holdName(generation, key)
const DAY = 86_400_000

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

async function shown(key: string, generation = '0'): Promise<ShownHold> {
  const hold = await inspector.read(Buffer.from(nameOf(key, generation)))
  if (!hold?.value) throw new Error(`${key} is not held`)
  const { name, value, expiresAt } = hold
  return { name, value, expiresAt }
}

async function callsOf(command: string): Promise<number> {
  const stats = await redis.info('commandstats')
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0)
}

describe('a release of many', () => {
  it('deletes what go-io wrote, and leaves what changed, is gone, or is no hold', async () => {
    await loadGoIoFixture(redis)
    const holds: ShownHold[] = []
    for await (const page of inspector.scan()) {
      for (const { name, value, expiresAt } of page.holds)
        holds.push({ name, value: value ?? Buffer.alloc(0), expiresAt })
    }
    expect(holds).toHaveLength(12)
    const [value, expiry, gone, list] = holds
    if (!value || !expiry || !gone || !list) throw new Error('Too few')
    await redis.set(value.name, 'another', 'KEEPTTL')
    await redis.pexpire(expiry.name, 1_000_000)
    await redis.del(gone.name, list.name)
    await redis.rpush(list.name, 'x')
    const answers = await inspector.changes.release(holds)
    expect(answers.slice(0, 4)).toEqual(['changed', 'changed', 'gone', 'wrong-type'])
    expect(answers.slice(4)).toEqual(Array.from({ length: 8 }, () => 'released'))
    expect(await redis.exists(value.name, expiry.name, list.name)).toBe(3)
    expect(await redis.exists(...holds.slice(4).map(({ name }) => name))).toBe(0)
  })

  it('takes one round trip for 200', async () => {
    const values = Array.from({ length: 200 }, (_, n) => [nameOf(`k${n}`), writeValue(n, 1, 1)] as const)
    await redis.mset(new Map(values))
    const holds = values.map(([name, value]) => ({ name: Buffer.from(name), value: Buffer.from(value) }))
    await inspector.lookUp('k1')
    await inspector.changes.release(holds.slice(0, 1))
    await redis.config('RESETSTAT')
    const answers = await inspector.changes.release(holds)
    expect(answers.filter((answer) => answer === 'released')).toHaveLength(199)
    expect((await callsOf('evalsha')) + (await callsOf('eval'))).toBe(1)
  })

  it('changes nothing when it lands after its deadline', async () => {
    await redis.set(nameOf('a'), '"a"', 'PX', 60_000)
    const before = await shown('a')
    const hasty = new KeyInspector({ redis, namespace: 'orders', layout: 'go-io', timeoutMs: 150 })
    await hasty.lookUp('a')
    server.suspend()
    try {
      await expect(hasty.changes.release([before])).rejects.toMatchObject({ code: 'no-answer' })
      await new Promise((resolve) => setTimeout(resolve, 400))
    } finally {
      server.continue()
    }
    await redis.ping()
    expect(await redis.exists(nameOf('a'))).toBe(1)
    expect(await hasty.changes.release([before])).toEqual(['released'])
  })
})

describe('a change without an answer', () => {
  async function behindProxy() {
    const proxy = new TcpProxy(server.port)
    await proxy.start()
    onTestFinished(() => proxy.stop())
    const client = endWithTest(await connectRedis(proxy.url))
    return { proxy, client, away: new KeyInspector({ redis: client, namespace: 'orders', layout: 'go-io' }) }
  }

  it('may have been done, and is told as that', async () => {
    await redis.set(nameOf('a'), '"a"', 'PX', 60_000)
    const { proxy, away } = await behindProxy()
    const [hold] = await away.readMany([Buffer.from(nameOf('a'))])
    proxy.hold('to-client')
    const release = away.changes.release([{ ...(await shown('a')), expiresAt: hold?.expiresAt }])
    const answer = expect(release).rejects.toMatchObject({ code: 'no-answer' })
    await waitFor(async () => (await redis.exists(nameOf('a'))) === 0, { what: 'it was released' })
    proxy.cut()
    await answer
  })

  it('was not done where it could not be sent, nor where Redis refuses it', async () => {
    await redis.set(nameOf('a'), '"a"', 'PX', 60_000)
    const { proxy, client, away } = await behindProxy()
    const hold = await shown('a')
    await away.changes.release([])
    await away.readMany([hold.name])
    await redis.config('SET', 'min-replicas-to-write', '1')
    onTestFinished(() => redis.config('SET', 'min-replicas-to-write', '0').then(() => undefined))
    const refused = away.changes.extend([hold], { byMs: 1_000 })
    await expect(refused.then(([answer]) => typeof answer)).resolves.toBe('object')
    proxy.refuse()
    await waitFor(() => client.status !== 'ready', { what: 'the connection is lost' })
    await expect(away.changes.release([hold])).rejects.toMatchObject({ code: 'redis-error' })
    expect(await redis.exists(nameOf('a'))).toBe(1)
  })
})

describe('an extension', () => {
  it('asked twice extends once, whoever renewed the hold meanwhile', async () => {
    for (const value of ['"a"', writeValue(1, 5, 6)]) {
      await redis.set(nameOf('a'), value, 'PX', 60_000)
      const before = await shown('a')
      await inspector.changes.extend([before], { byMs: 40_000 })
      const again = await inspector.changes.extend([before], { byMs: 40_000 })
      expect(again).toEqual([value === '"a"' ? 'changed' : 'shorter'])
      expect(await redis.pttl(nameOf('a'))).toBeLessThanOrEqual(100_000)
    }
  })

  it('keeps a hold for longer, of Keyhold and of go-io alike, and writes no value', async () => {
    for (const value of ['"a"', writeValue(1, 5, 6)]) {
      await redis.set(nameOf('a'), value, 'PX', 60_000)
      const before = await shown('a')
      const [answer] = await inspector.changes.extend([before], { byMs: 40_000 })
      const left = await redis.pttl(nameOf('a'))
      expect(left).toBeGreaterThan(90_000)
      expect(left).toBeLessThanOrEqual(100_000)
      expect(answer).toMatchObject({
        expiresAt: expect.closeTo((before.expiresAt ?? 0) + 40_000, -2) as number,
      })
      expect(await redis.get(nameOf('a'))).toBe(value)
    }
  })

  it('goes to a moment by the clock of this host, though Redis has another', async () => {
    const clock = { ...systemClock, wall: () => Date.now() - 3 * 3_600_000 }
    const away = new KeyInspector({ redis, namespace: 'orders', layout: 'go-io', clock })
    await redis.set(nameOf('a'), writeValue(1, 5, 6), 'PX', 60_000)
    const hold = await shown('a')
    await away.changes.extend([hold], { to: clock.wall() + 500_000 })
    const left = await redis.pttl(nameOf('a'))
    expect(left).toBeGreaterThan(490_000)
    expect(left).toBeLessThanOrEqual(501_000)
  })

  it('never shortens, never goes beyond 30 days, and leaves what has no expiry', async () => {
    await redis.set(nameOf('a'), '"a"', 'PX', 60_000)
    await redis.set(nameOf('endless'), '"a"')
    const holds = [await shown('a'), await shown('endless')]
    expect(await inspector.changes.extend(holds, { to: Date.now() + 5_000 })).toEqual([
      'shorter',
      'no-expiry',
    ])
    expect(await inspector.changes.extend(holds, { byMs: 30 * DAY })).toEqual(['too-long', 'no-expiry'])
    expect(await inspector.changes.extend(holds.slice(0, 1), { to: Date.now() + 30 * DAY + 60_000 })).toEqual(
      ['too-long'],
    )
    const left = await redis.pttl(nameOf('a'))
    expect(left).toBeGreaterThan(50_000)
    expect(left).toBeLessThanOrEqual(60_000)
    expect(await redis.pttl(nameOf('endless'))).toBe(-1)
  })

  it('leaves a hold that is another one by now, by value or by expiry, is gone, or is no string', async () => {
    for (const key of ['value', 'expiry', 'gone', 'list']) await redis.set(nameOf(key), '"a"', 'PX', 60_000)
    const holds = [await shown('value'), await shown('expiry'), await shown('gone'), await shown('list')]
    await redis.set(nameOf('value'), '"b"', 'KEEPTTL')
    await redis.pexpire(nameOf('expiry'), 70_000)
    await redis.del(nameOf('gone'), nameOf('list'))
    await redis.rpush(nameOf('list'), 'x')
    expect(await inspector.changes.extend(holds, { byMs: 100_000 })).toEqual([
      'changed',
      'changed',
      'gone',
      'wrong-type',
    ])
    for (const key of ['value', 'expiry']) expect(await redis.pttl(nameOf(key))).toBeLessThan(71_000)
    const foreign = { name: Buffer.from('orders:session'), value: Buffer.from('x') }
    await expect(inspector.changes.extend([foreign], { byMs: 1 })).rejects.toMatchObject({
      code: 'bad-option',
    })
  })
})

describe('a purge', () => {
  beforeEach(async () => {
    await redis.set(names.generationName, '3')
    for (const generation of ['1', '2', '3', '4', '-1']) await redis.set(nameOf('a', generation), '"a"')
  })
  const all = (...generations: string[]) => generations.map((of) => Buffer.from(nameOf('a', of)))

  it('deletes holds of all other generations, and never one of the current, whatever it is asked', async () => {
    expect(await inspector.changes.purge(all('1', '2', '3', '4', '-1'), '3')).toEqual([
      'purged',
      'purged',
      'current',
      'purged',
      'purged',
    ])
    expect((await redis.keys('*')).sort()).toEqual([nameOf('a', '3'), names.generationName].sort())
  })

  it('does nothing once another generation counts than was said, up or down', async () => {
    for (const now of ['4', '2']) {
      await redis.set(names.generationName, now)
      await expect(inspector.changes.purge(all('1', '2', '4'), '3')).rejects.toMatchObject({
        code: 'generation-changed',
        message: expect.stringContaining(now) as string,
      })
    }
    await redis.del(names.generationName)
    for (const said of ['0', '3']) {
      await expect(inspector.changes.purge(all('1'), said)).rejects.toMatchObject({
        code: 'generation-missing',
        remedy: expect.stringContaining('Set it') as string,
      })
    }
    await redis.rpush(names.generationName, 'x')
    await expect(inspector.changes.purge(all('1'), '3')).rejects.toMatchObject({ code: 'bad-generation' })
    expect(await redis.dbsize()).toBe(6)
  })

  it('says what is gone, leaves what is no string, and refuses names that are no holds', async () => {
    await redis.del(nameOf('a', '1'), nameOf('a', '2'))
    await redis.rpush(nameOf('a', '2'), 'x')
    expect(await inspector.changes.purge(all('1', '2'), '3')).toEqual(['gone', 'wrong-type'])
    const foreign = [...all('4'), Buffer.from('orders:session')]
    await expect(inspector.changes.purge(foreign, '3')).rejects.toMatchObject({ code: 'bad-option' })
    expect(await redis.exists(nameOf('a', '4'), nameOf('a', '2'))).toBe(2)
  })
})
