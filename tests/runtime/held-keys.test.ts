import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HeldKeyRow, HeldKeysFilter, HeldKeysSort, ScanView } from '../../src/contract/held-keys'
import { heldKeyRow } from '../../src/contract/held-keys'
import { LIMITS } from '../../src/contract/limits'
import { errorEnvelope } from '../../src/runtime/views/error-envelope'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { loadGoIoFixture } from '../support/go-io-fixture'
import { waitFor } from '../support/wait-for'
import { all } from './holds-bench'
import { openReadyBench, type RuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const found: HeldKeysSort = { by: 'found', descending: false }
const holdName = (generation: number, key: string) =>
  `orders:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`

async function scan(bench: RuntimeBench, filter: HeldKeysFilter = all): Promise<ScanView> {
  const { scanId } = await bench.runtime.scanHeldKeys({ filter })
  const { scan: ended } = await bench.live(
    'the scan has ended',
    (live) => live.scan?.scanId === scanId && live.scan.state !== 'scanning',
  )
  if (!ended) throw new Error('No scan')
  return ended
}

function endedScan(bench: RuntimeBench, scanId: string): ScanView | undefined {
  const { scan: view } = bench.runtime.live()
  return view?.scanId === scanId && view.state !== 'scanning' ? view : undefined
}

async function rows(
  bench: RuntimeBench,
  scanId: string,
  sort: HeldKeysSort = found,
  range: { readonly offset: number; readonly limit: number } = { offset: 0, limit: LIMITS.rows },
): Promise<readonly HeldKeyRow[]> {
  const answer = await bench.runtime.heldKeyRows({ scanId, sort, ...range })
  for (const row of answer.rows) heldKeyRow.parse(row)
  return answer.rows
}

/** A bench on what go-io wrote. */
async function openGoIoBench(namespace = 'orders'): Promise<RuntimeBench> {
  const bench = await openReadyBench(host, { namespace })
  await loadGoIoFixture(bench.redis)
  await bench.live('its generation is read', ({ generation }) => generation === (namespace ? '3' : '0'))
  return bench
}

describe('the held keys of a runtime', () => {
  it('shows what go-io wrote: every key, its generation, its time, its writer', async () => {
    const bench = await openGoIoBench()
    const ended = await scan(bench)
    expect(ended).toMatchObject({ state: 'done', rows: 12, matches: 12 })
    expect(ended.scanned).toBe(ended.approximateTotal)
    const shown = await rows(bench, ended.scanId)
    expect(shown.filter(({ current }) => current)).toHaveLength(9)
    expect(shown.map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        '',
        '<a&b>',
        'a:jobKey:b',
        'gen:9:jobKey:x',
        'line\nbreak',
        'ünï "q"',
        'spa ce',
      ]),
    )
    for (const row of shown) {
      expect(row.owner).toEqual({ kind: 'go-io' })
      expect(row.generation).toBe(row.current ? '3' : '0')
      expect(row.remainingMs).toBeGreaterThan(3_500_000)
      expect(Buffer.from(row.valueBytes ?? '', 'base64').toString()).toBe(row.value)
      expect(row.queuedHere).toBeUndefined()
    }
    const notText = shown.find(({ exact }) => !exact)
    expect(notText?.key).toBe('bad\ufffdutf8')
    expect(Buffer.from(notText?.nameBytes ?? '', 'base64').includes(0xff)).toBe(true)
  })

  it('shows the two of the empty namespace', async () => {
    const bench = await openGoIoBench('')
    const ended = await scan(bench)
    expect(ended).toMatchObject({ rows: 2, matches: 2 })
    expect((await rows(bench, ended.scanId)).map(({ key }) => key).sort()).toEqual(['no-namespace', 'x:y'])
  })

  it('filters by text, by a pattern over the whole key, and by generation', async () => {
    const bench = await openGoIoBench()
    const matches = async (filter: Partial<HeldKeysFilter>) =>
      (await scan(bench, { ...all, ...filter })).matches
    expect(await matches({ text: 'nothing like it' })).toBe(0)
    expect(await matches({ text: 'seller' })).toBe(3)
    expect(await matches({ text: 'seller', generation: 'current' })).toBe(2)
    expect(await matches({ text: 'seller', generation: '0' })).toBe(1)
    expect(await matches({ generation: 'stale' })).toBe(3)
    expect(await matches({ text: 'seller:4?:*' })).toBe(3)
    expect(await matches({ text: 'seller:4[3-9]:*' })).toBe(1)
    expect(await matches({ text: 'eller*' })).toBe(0)
    // So many runs are never given to Redis itself.
    expect(await matches({ text: '*s*e*l*l*e*r*' })).toBe(3)
    await bench.redis.set(holdName(3, 'a*b'), '""')
    expect(await matches({ text: 'a\\*b' })).toBe(1)
    expect(await matches({ text: '*\\**' })).toBe(1)
  })

  it('filters by owner, by the time left, and by what is queued here', async () => {
    const bench = await openGoIoBench()
    bench.runtime.pause()
    await bench.runtime.schedule({ key: 'mine', backoffMs: 60_000, argument: '1' })
    const value = { v: 1, token: 'f00d.1', host: 'api-7', at: Date.now(), backoff: 7_000_000 }
    await bench.redis.set(holdName(3, 'theirs'), JSON.stringify(value), 'PX', 7_000_000)
    await bench.redis.set(holdName(3, 'nobody'), 'text')
    const keys = async (filter: Partial<HeldKeysFilter>) => {
      const { scanId, matches } = await scan(bench, { ...all, ...filter })
      const found = await rows(bench, scanId, { by: 'key', descending: false })
      expect(found).toHaveLength(matches)
      return found.map(({ key }) => key)
    }
    expect(await keys({ owner: { kind: 'here' } })).toEqual(['mine'])
    expect(await keys({ queuedHere: true })).toEqual(['mine'])
    expect(await keys({ owner: { kind: 'keyhold' } })).toEqual(['mine', 'theirs'])
    expect(await keys({ owner: { kind: 'named', name: 'api-7' } })).toEqual(['theirs'])
    expect(await keys({ owner: { kind: 'named', name: 'f00' } })).toEqual(['theirs'])
    expect(await keys({ owner: { kind: 'unknown' } })).toEqual(['nobody'])
    expect(await keys({ owner: { kind: 'go-io' } })).toHaveLength(12)
    expect(await keys({ remaining: { kind: 'no-expiry' } })).toEqual(['nobody'])
    expect(await keys({ remaining: { kind: 'more', ms: 6_000_000 } })).toEqual(['nobody', 'theirs'])
    expect(await keys({ remaining: { kind: 'less', ms: 600_000 } })).toEqual(['mine'])
  })

  it('shows what looks orphaned with its evidence, and nothing that may be alive', async () => {
    const bench = await openReadyBench(host)
    const now = Date.now()
    const put = (key: string, instance: string, backoff: number, px?: number) => {
      const value = JSON.stringify({
        v: 1,
        token: `${instance}.1`,
        host: 'api-7',
        at: now - 600_000,
        backoff,
      })
      return px === undefined
        ? bench.redis.set(holdName(0, key), value)
        : bench.redis.set(holdName(0, key), value, 'PX', px)
    }
    await bench.redis.set(
      'orders:keyhold.instance:live',
      '{"host":"api-7","version":"1","started":1}',
      'PX',
      60_000,
    )
    await put('live, past its backoff', 'live', 1_000, 60_000)
    await put('live, no expiry', 'live', 1_000)
    await put('gone, over', 'gone', 360_000, 60_000)
    await put('gone, not over', 'gone', 900_000, 60_000)
    await bench.redis.set(holdName(0, 'go-io'), '"go-io"')
    const { scanId } = await scan(bench, { ...all, orphaned: true })
    const found = await rows(bench, scanId, { by: 'key', descending: false })
    expect(found.map(({ key, orphan }) => [key, orphan?.sign])).toEqual([
      ['gone, not over', 'no-heartbeat'],
      ['gone, over', 'no-heartbeat'],
      ['live, no expiry', 'no-expiry'],
    ])
    const over = found.find(({ key }) => key === 'gone, over')
    expect(Math.abs((over?.orphan?.backoffEndsAt ?? 0) - (now - 240_000))).toBeLessThan(5_000)
    expect(await bench.redis.dbsize()).toBeGreaterThanOrEqual(6)
  })

  it('asks for each instance once, however many keys it holds', async () => {
    const bench = await openReadyBench(host)
    await bench.redis.eval(
      `for n = 1, 6000 do redis.call('SET', KEYS[1] .. n, '{"v":1,"token":"i' .. n % 3 .. '.' .. n .. '","host":"a","at":1,"backoff":1}') end`,
      1,
      holdName(0, 'many:'),
    )
    await bench.redis.config('RESETSTAT')
    expect(await scan(bench)).toMatchObject({ matches: 6_000, rows: 6_000 })
    const calls = await bench.redis.info('commandstats')
    const mget = Number(/cmdstat_mget:calls=(\d+)/.exec(calls)?.[1])
    expect(mget).toBeGreaterThan(0)
    expect(mget).toBeLessThanOrEqual(3)
  })

  it.each<[HeldKeysSort['by'], (row: HeldKeyRow) => string | number]>([
    ['key', (row) => row.key],
    ['generation', (row) => Number(row.generation)],
    ['owner', (row) => row.owner.kind],
    ['remaining', (row) => row.readAt + (row.remainingMs ?? Infinity)],
    ['scheduledAt', (row) => row.scheduledAt ?? Infinity],
  ])('sorts by %s, both ways', async (by, valueOf) => {
    const bench = await openGoIoBench()
    bench.runtime.pause()
    await bench.runtime.repeat({ key: 'mine:{n}', backoffMs: 7_000_000, argument: '1', count: 5 })
    await bench.live('mine are held', (live) => live.repeats[0]?.state === 'done')
    await bench.redis.set(holdName(10, 'ever'), 'text')
    const { scanId } = await scan(bench)
    const up = await rows(bench, scanId, { by, descending: false })
    expect(up).toHaveLength(18)
    const values = up.map((row) => valueOf(row))
    expect(values).toEqual([...values].sort(ascending))
    const down = await rows(bench, scanId, { by, descending: true })
    expect(down.map(({ nameBytes }) => nameBytes)).toEqual(
      [...up].reverse().map(({ nameBytes }) => nameBytes),
    )
    const middle = await rows(bench, scanId, { by, descending: true }, { offset: 4, limit: 3 })
    expect(middle).toEqual(down.slice(4, 7))
  })

  it('gives ranges of many rows, newest order kept while more arrive, and ends when it is stopped', async () => {
    const bench = await openReadyBench(host)
    await bench.redis.eval(
      `for n = 1, 20000 do redis.call('SET', KEYS[1] .. n, '"' .. n .. '"', 'PX', 600000 + n * 1000) end`,
      1,
      holdName(0, 'many:'),
    )
    const { scanId } = await bench.runtime.scanHeldKeys({ filter: all })
    const some = await bench.live('a page is there', (live) => (live.scan?.rows ?? 0) > 0)
    const sort = { by: 'remaining', descending: false } as const
    const early = await bench.runtime.heldKeyRows({ scanId, sort, offset: 0, limit: 200 })
    expect(early.total).toBeGreaterThanOrEqual(Math.min(some.scan?.rows ?? 0, 200))
    await bench.live('it is done', (live) => live.scan?.state === 'done')
    const page = await rows(bench, scanId, sort, { offset: 10_000, limit: 200 })
    expect(page.map(({ key }) => key)).toEqual(
      Array.from({ length: 200 }, (_, index) => `many:${10_001 + index}`),
    )
    expect(bench.runtime.live().scan).toMatchObject({ rows: 20_000, matches: 20_000 })

    const second = await bench.runtime.scanHeldKeys({ filter: all })
    const stopped = await bench.runtime.stopScan(second.scanId)
    expect(stopped).toMatchObject({ scanId: second.scanId, state: 'stopped' })
    expect(stopped.rows).toBeLessThan(20_000)
    await expect(bench.runtime.heldKeyRows({ scanId, sort, offset: 0, limit: 1 })).rejects.toMatchObject({
      code: 'unknown-scan',
    })
  })

  it('keeps 100,000 rows and only counts further names, without reading their holds', async () => {
    const bench = await openReadyBench(host)
    await bench.redis.eval(
      `for n = 1, 130000 do redis.call('SET', KEYS[1] .. n, '""', 'PX', 600000 + n) end`,
      1,
      holdName(0, 'many:'),
    )
    await bench.redis.config('RESETSTAT')
    const { scanId } = await bench.runtime.scanHeldKeys({ filter: all })
    const ended = await waitFor(() => endedScan(bench, scanId), {
      timeoutMs: 60_000,
      what: 'the scan is over',
    })
    expect(ended).toMatchObject({ state: 'done', rows: 100_000, matches: 130_000 })
    const stats = await bench.redis.info('commandstats')
    const read = Number(/cmdstat_getrange:calls=(\d+)/.exec(stats)?.[1])
    expect(read).toBeGreaterThanOrEqual(100_000)
    // The rest of the page with the last row, and one that was asked for ahead: at most 5,000 each.
    expect(read).toBeLessThan(110_000)
    const last = await rows(
      bench,
      ended.scanId,
      { by: 'remaining', descending: true },
      { offset: 0, limit: 3 },
    )
    expect(last).toHaveLength(3)
  }, 90_000)

  it('shows names and values that are too much, and never breaks a page on them', async () => {
    const bench = await openReadyBench(host)
    await bench.redis.set(holdName(0, 'large value'), 'v'.repeat(1_000_000))
    await bench.redis.set(holdName(0, 'k'.repeat(20_000)), '"long name"')
    await bench.redis.rpush(holdName(0, 'a list'), 'x')
    const ended = await scan(bench)
    expect(ended).toMatchObject({ rows: 2, matches: 3 })
    const shown = await rows(bench, ended.scanId, { by: 'key', descending: false })
    expect(shown).toMatchObject([
      { key: 'a list', wrongType: 'list', owner: { kind: 'unknown' } },
      { key: 'large value', owner: { kind: 'unknown' } },
    ])
    expect(shown[0]).not.toHaveProperty('value')
    expect(shown[1]?.value).toHaveLength(4_096)
    expect(shown[1]).not.toHaveProperty('valueBytes')
  })

  it('looks up exactly one key, held or not, with whether its job is here', async () => {
    const bench = await openGoIoBench()
    bench.runtime.pause()
    expect(await bench.runtime.lookUp('seller:42:catalog')).toMatchObject({
      redisKey: holdName(3, 'seller:42:catalog'),
      row: { key: 'seller:42:catalog', current: true, owner: { kind: 'go-io' } },
    })
    expect(await bench.runtime.lookUp('seller:4')).toEqual({ redisKey: holdName(3, 'seller:4'), row: null })
    await bench.runtime.schedule({ key: 'mine', backoffMs: 60_000, argument: '1' })
    const { row } = await bench.runtime.lookUp('mine')
    expect(row).toMatchObject({
      queuedHere: 'waiting',
      backoffMs: 60_000,
      owner: { kind: 'keyhold', here: true },
    })
    expect(row?.scheduledAt).toBe(row?.owner.kind === 'keyhold' ? row.owner.at : undefined)
  })

  it('says so when Redis goes away, and keeps what was found', async () => {
    const bench = await openGoIoBench()
    const { scanId } = await scan(bench)
    await bench.server.kill()
    await bench.live('it is away', (live) => live.connection.state === 'away')
    expect(await rows(bench, scanId)).toHaveLength(12)
    expect(await scan(bench)).toMatchObject({ state: 'failed', error: { code: 'not-connected' } })
    await expect(bench.runtime.lookUp('seller:42:catalog')).rejects.toSatisfy(
      (error) => errorEnvelope(error).code === 'not-connected',
    )
  })
})

function ascending(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
