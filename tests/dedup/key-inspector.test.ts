import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHoldValueWriter } from '../../src/dedup/hold-value'
import { KeyInspector, type HoldsScanOptions, type InspectedHold } from '../../src/dedup/key-inspector'
import { createKeyLayout } from '../../src/dedup/key-layout'
import { connectRedis } from '../../src/redis/connect'
import { endWithTest } from '../support/clean-up'
import { startRedisServer, type RedisServer } from '../support/redis-server'
import { waitFor } from '../support/wait-for'

const names = createKeyLayout({ namespace: 'orders', layout: 'go-io' })
const writeValue = createHoldValueWriter({ instance: 'k3y', host: 'api-7' })

let server: RedisServer
let redis: Redis
let inspector: KeyInspector

beforeAll(async () => {
  // Before version 7 DEBUG is always allowed, and this option unknown.
  server = await startRedisServer({ args: ['--enable-debug-command', 'local'] }).catch(() =>
    startRedisServer(),
  )
})
afterAll(() => server.stop())

beforeEach(async () => {
  redis = endWithTest(await connectRedis(server.url))
  await redis.flushall()
  inspector = new KeyInspector({ redis, namespace: 'orders', layout: 'go-io' })
})

async function scanAll(options: HoldsScanOptions = {}): Promise<InspectedHold[]> {
  const holds: InspectedHold[] = []
  for await (const page of inspector.scan(options)) holds.push(...page.holds)
  return holds.sort((a, b) => Buffer.compare(a.name, b.name))
}

const keysOf = (holds: readonly InspectedHold[]) => holds.map((hold) => hold.key.text)

/** Buckets of the table of names, of both while it moves from one to the other. */
async function bucketsOf(of: Redis): Promise<number> {
  const statistics = String(await of.call('DEBUG', 'HTSTATS', '0'))
  const names = statistics.split('[Expires HT]')[0] ?? ''
  return [...names.matchAll(/table size: (\d+)/g)].reduce((sum, [, size]) => sum + Number(size), 0)
}

/** A hold as go-io leaves it. */
const hold = (key: string, generation = '0', px = 60_000) =>
  redis.set(names.holdName(generation, key), JSON.stringify(key), 'PX', px)

describe('scan', () => {
  it('decodes a hold of Keyhold, one of go-io, and one of nobody known', async () => {
    await redis.set(names.generationName, '7')
    const at = 1_700_000_000_000
    await redis.set(names.holdName('7', 'ours'), writeValue(5, at, 300_000), 'PX', 60_000)
    await hold('theirs', '6')
    await redis.set(names.holdName('7', 'nobody'), '{"v":9}')

    const [theirs, nobody, ours] = await scanAll()
    expect(ours).toMatchObject({
      redisKey: 'orders:goio.bgProcessor.dedupKey:gen:7:jobKey:ours',
      key: { text: 'ours', exact: true },
      generation: '7',
      current: true,
      owner: { kind: 'keyhold', instance: 'k3y', host: 'api-7', at },
      token: 'k3y.5',
      at,
      backoffMs: 300_000,
    })
    expect(ours?.remainingMs).toBeGreaterThan(50_000)
    expect(ours?.remainingMs).toBeLessThanOrEqual(60_000)
    expect(Math.abs((ours?.readAt ?? 0) - Date.now())).toBeLessThan(10_000)
    expect(theirs).toMatchObject({ generation: '6', current: false, owner: { kind: 'go-io' } })
    expect(nobody).toMatchObject({ owner: { kind: 'unknown' }, current: true, value: Buffer.from('{"v":9}') })
    expect(nobody?.remainingMs).toBeUndefined()
  })

  it('shows what is no string as such, and a long value in part', async () => {
    await redis.rpush(names.holdName('0', 'list'), 'a')
    await redis.set(names.holdName('0', 'long'), 'x'.repeat(100_000))
    await redis.set(names.holdName('0', 'empty'), '')
    const [empty, list, long] = await scanAll()
    expect(list).toMatchObject({ wrongType: 'list', owner: { kind: 'unknown' } })
    expect(list?.value).toBeUndefined()
    expect(long).toMatchObject({ valueLength: 100_000, owner: { kind: 'unknown' } })
    expect(long?.value?.length).toBe(16_384)
    expect(empty).toMatchObject({ value: Buffer.alloc(0), valueLength: 0 })
  })

  it('gives keys that are no text as bytes', async () => {
    const key = Buffer.from([0x62, 0xff, 0x00, 0x0a])
    await redis.set(names.holdNameBytes('0', key), '""')
    const [only] = await scanAll()
    expect(only?.key.bytes.equals(key)).toBe(true)
    expect(only?.key).toMatchObject({ exact: false, text: 'b\ufffd\0\n' })
    expect(only?.name.equals(names.holdNameBytes('0', key))).toBe(true)
  })

  it('gives the holds of its own namespace and layout alone', async () => {
    await hold('mine')
    await redis.mset({
      'orders2:goio.bgProcessor.dedupKey:gen:0:jobKey:a': '""',
      'a:orders:goio.bgProcessor.dedupKey:gen:0:jobKey:a': '""',
      'orders:goio:bgProcessor:dedupKey:gen:0:jobKey:a': '""',
      'orders:goio.bgProcessor.dedupKey:gen:x:jobKey:a:jobKey:b': '""',
      'orders:goio.bgProcessor.dedupKey:gen:0': '""',
      [names.generationName]: '0',
    })
    expect(keysOf(await scanAll())).toEqual(['mine'])
  })

  it('narrows by literal text, by a glob over the whole key, and by generation', async () => {
    for (const key of ['seller:1', 'seller:2', 'a*b', 'aXb', 'a:jobKey:seller:3', ':jobKey:']) await hold(key)
    await hold('seller:1', '-4')
    expect(keysOf(await scanAll({ text: 'a*b' }))).toEqual(['a*b'])
    expect(keysOf(await scanAll({ text: ':jobKey:' }))).toEqual([':jobKey:', 'a:jobKey:seller:3'])
    expect(keysOf(await scanAll({ match: 'seller:?', generation: '0' }))).toEqual(['seller:1', 'seller:2'])
    expect(keysOf(await scanAll({ match: 'seller:*' }))).toEqual(['seller:1', 'seller:1', 'seller:2'])
    expect(keysOf(await scanAll({ match: 'seller:*', text: '2' }))).toEqual(['seller:2'])
    expect((await scanAll({ generation: '-4' })).map(({ current }) => current)).toEqual([false])
  })

  it('says about how far it is, page by page, and gives each hold once', async () => {
    const pipeline = redis.pipeline()
    for (let n = 0; n < 3_000; n += 1) pipeline.set(names.holdName('0', `key ${n}`), '""')
    for (let n = 0; n < 2_000; n += 1) pipeline.set(`other:${n}`, '')
    await pipeline.exec()
    const found: string[] = []
    const progress: number[] = []
    let last: { scanned: number; approximateTotal: number; done: boolean } | undefined
    for await (const page of inspector.scan({ count: 500 })) {
      found.push(...keysOf(page.holds))
      progress.push(page.scanned)
      last = page
    }
    expect(new Set(found).size).toBe(3_000)
    expect(found).toHaveLength(3_000)
    expect(progress.length).toBeGreaterThan(5)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(last).toMatchObject({ scanned: 5_000, approximateTotal: 5_000, done: true })
  })

  it('reads as much of a page as is asked for: all, what remains, or names', async () => {
    await redis.set(names.generationName, '7')
    await hold('a', '7')
    await redis.set(names.holdName('6', 'b'), '""')
    await redis.rpush(names.holdName('7', 'list'), 'x')
    const commands = async (options: HoldsScanOptions) => {
      await redis.config('RESETSTAT')
      const pages = []
      for await (const page of inspector.scan(options)) pages.push(page)
      const stats = await redis.info('commandstats')
      const calls = (command: string) => Number(new RegExp(`_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0)
      return { pages, values: calls('getrange'), expiries: calls('pttl') }
    }
    const all = await commands({})
    expect(all).toMatchObject({ values: 3, expiries: 3, pages: [{ matches: 3, generation: '7' }] })
    expect(all.pages[0]?.holds).toHaveLength(3)

    const expiries = await commands({ reads: () => 'expiry' })
    expect(expiries).toMatchObject({ values: 0, expiries: 3, pages: [{ matches: 3, holds: [], done: true }] })
    const remaining = expiries.pages[0]?.expiries?.map(({ remainingMs }) => remainingMs) ?? []
    expect(remaining.filter((ms) => ms === undefined)).toHaveLength(2)
    expect(remaining.find((ms) => ms !== undefined)).toBeGreaterThan(50_000)

    const alone = await commands({ reads: () => 'name' })
    expect(alone).toMatchObject({ values: 0, expiries: 0, pages: [{ matches: 3, holds: [] }] })
    // Names tell Redis not which generation is current, so no value is read in vain.
    expect(await commands({ generation: 'stale' })).toMatchObject({ values: 1, pages: [{ matches: 1 }] })
    expect(await commands({ generation: 'stale', reads: () => 'expiry' })).toMatchObject({
      pages: [{ matches: 1, expiries: [{ remainingMs: undefined }] }],
    })
  })

  it('asks for the next page before it gives one, and for none after it was left', async () => {
    await redis.mset(new Map(Array.from({ length: 1_000 }, (_, n) => [names.holdName('0', `${n}`), '""'])))
    let asked = 0
    const reads = () => {
      asked += 1
      return 'expiry' as const
    }
    const scan = inspector.scan({ count: 100, reads })
    await scan.next()
    expect(asked).toBe(2)
    await scan.return()
    expect(asked).toBe(2)
  })

  it('gives a hold once although Redis repeats names while its table shrinks', async () => {
    await redis.config('SET', 'hz', '500')
    const pattern = names.scanPattern({})
    const fillers = Array.from({ length: 6_000 }, (_, n) => [`filler:${n}`, ''] as const)
    const holds = Array.from({ length: 60 }, (_, n) => [names.holdName('0', `key ${n}`), '""'] as const)

    /** Lets the table shrink in the midst of a scan; a plain scan goes along, step by step. */
    const scanWhileShrinking = async (shrinkAt: number) => {
      await redis.flushall()
      await redis.mset(new Map([...fillers, ...holds]))
      const found: string[] = []
      const plain: string[] = []
      let cursor = '0'
      for await (const page of inspector.scan({ count: 100 })) {
        found.push(...keysOf(page.holds))
        const [next, some] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 100)
        cursor = next
        plain.push(...some)
        if (plain.length < shrinkAt || (await redis.dbsize()) === holds.length) continue
        await redis.del(fillers.map(([name]) => name))
        await waitFor(async () => (await bucketsOf(redis)) < 1_000, { what: 'the table has shrunk' })
      }
      return { found, repeats: plain.length - new Set(plain).size }
    }

    let repeats = 0
    for (let round = 1; repeats === 0 && round <= 50; round += 1) {
      const scan = await scanWhileShrinking(round)
      expect(scan.found).toHaveLength(holds.length)
      expect(new Set(scan.found).size).toBe(holds.length)
      repeats = scan.repeats
    }
    expect(repeats, 'Redis has repeated a name at least once').toBeGreaterThan(0)
  })

  it('names the generation of the moment, and none where Redis holds no integer', async () => {
    await hold('a')
    const generation = async () => {
      for await (const page of inspector.scan()) return page.generation
      return 'no page'
    }
    expect(await generation()).toBe('0')
    await redis.set(names.generationName, '100000000000001')
    expect(await generation()).toBe('100000000000001')
    await redis.set(names.generationName, '01')
    expect(await generation()).toBeUndefined()
    expect((await scanAll())[0]?.current).toBe(false)
    await redis.del(names.generationName)
    await redis.rpush(names.generationName, 'x')
    expect(await generation()).toBeUndefined()
  })

  it('gives one page that says so when there is nothing', async () => {
    const pages = []
    for await (const page of inspector.scan()) pages.push(page)
    expect(pages).toEqual([
      { holds: [], matches: 0, generation: '0', scanned: 0, approximateTotal: 0, done: true },
    ])
  })

  it('ends at once when its signal is aborted, even while Redis hangs', async () => {
    await hold('a')
    const abort = new AbortController()
    const scan = inspector.scan({ signal: abort.signal })
    server.suspend()
    try {
      const next = scan.next()
      abort.abort()
      expect(await next).toEqual({ done: true, value: undefined })
    } finally {
      server.continue()
    }
    expect(await scanAll({ signal: AbortSignal.abort() })).toEqual([])
  })

  it('fails with a code when Redis gives no answer, or is away', async () => {
    const hasty = new KeyInspector({ redis, namespace: 'orders', layout: 'go-io', timeoutMs: 100 })
    server.suspend()
    try {
      await expect(hasty.scan().next()).rejects.toMatchObject({ code: 'redis-error', message: /no answer/ })
    } finally {
      server.continue()
    }
    redis.disconnect()
    await expect(inspector.scan().next()).rejects.toMatchObject({ code: 'redis-error' })
    await expect(inspector.lookUp('a')).rejects.toMatchObject({ code: 'redis-error' })
  })
})

describe('look-up', () => {
  it('finds the hold of exactly this key in the current generation, or says where it would be', async () => {
    await redis.set(names.generationName, '3')
    await hold('a', '2')
    await hold('b', '3')
    expect(await inspector.lookUp('a')).toMatchObject({
      redisKey: 'orders:goio.bgProcessor.dedupKey:gen:3:jobKey:a',
      generation: '3',
      hold: undefined,
    })
    expect((await inspector.lookUp('b')).hold).toMatchObject({ current: true, key: { text: 'b' } })
    expect((await inspector.lookUp('a', '2')).hold).toMatchObject({ current: false, generation: '2' })
    const bytes = Buffer.from([0xff])
    await redis.set(names.holdNameBytes('3', bytes), '""')
    expect((await inspector.lookUp(bytes)).hold?.key.exact).toBe(false)
  })

  it('refuses to guess while the generation is no integer', async () => {
    await redis.set(names.generationName, 'three')
    await expect(inspector.lookUp('a')).rejects.toMatchObject({ code: 'bad-generation' })
    expect((await inspector.lookUp('a', '3')).hold).toBeUndefined()
  })
})

describe('count', () => {
  it('counts the holds of some generations in one walk', async () => {
    for (let n = 0; n < 50; n += 1) await hold(`key ${n}`, n < 30 ? '3' : '4')
    await hold('key', '30')
    const counted = await inspector.count({ generations: ['3', '4', '5'] })
    expect([...counted.holds]).toEqual([
      ['3', 30],
      ['4', 20],
      ['5', 0],
    ])
    expect(counted.complete).toBe(true)
    expect((await inspector.count({ generations: ['3'] })).holds.get('3')).toBe(30)
  })

  it('says "at least" when its time is over, or nobody waits for it any more', async () => {
    const pipeline = redis.pipeline()
    for (let n = 0; n < 3_000; n += 1) pipeline.set(names.holdName('0', `key ${n}`), '""')
    await pipeline.exec()
    const counted = await inspector.count({ generations: ['0'], withinMs: 0 })
    expect(counted.complete).toBe(false)
    expect(counted.holds.get('0')).toBeGreaterThan(0)
    expect(counted.holds.get('0')).toBeLessThan(3_000)
    const signal = AbortSignal.abort()
    expect((await inspector.count({ generations: ['0'], signal })).complete).toBe(false)
  })
})
