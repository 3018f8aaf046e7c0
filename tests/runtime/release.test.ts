import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HeldKeyRow } from '../../src/contract/held-keys'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { loadGoIoFixture } from '../support/go-io-fixture'
import { all } from './holds-bench'
import { openReadyBench, type RuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

async function shown({ runtime }: RuntimeBench, key: string): Promise<HeldKeyRow> {
  const { row } = await runtime.lookUp(key)
  if (!row) throw new Error(`${key} is not held`)
  return row
}

const asked = (row: HeldKeyRow, job: 'ask' | 'cancel' | 'leave' = 'ask') => ({
  nameBytes: row.nameBytes,
  valueBytes: row.valueBytes ?? '',
  expiresAt: row.expiresAt ?? null,
  job,
})

const isHeld = async ({ redis }: RuntimeBench, row: HeldKeyRow): Promise<boolean> =>
  (await redis.exists(Buffer.from(row.nameBytes, 'base64'))) === 1

async function openGoIoBench(): Promise<RuntimeBench> {
  const bench = await openReadyBench(host)
  await loadGoIoFixture(bench.redis)
  await bench.live('its generation is read', ({ generation }) => generation === '3')
  return bench
}

async function holdOne(bench: RuntimeBench, key: string): Promise<HeldKeyRow> {
  bench.runtime.pause()
  await bench.runtime.schedule({ key, backoffMs: 600_000, argument: '1' })
  return shown(bench, key)
}

describe('the release of a held key', () => {
  it('deletes the hold that was shown, and takes its row away', async () => {
    const bench = await openGoIoBench()
    const { scanId } = await bench.runtime.scanHeldKeys({
      filter: all,
    })
    await bench.live('it is done', (live) => live.scan?.state === 'done')
    const sort = { by: 'key', descending: false } as const
    const before = await bench.runtime.heldKeyRows({ scanId, sort, offset: 0, limit: 200 })
    for (const row of before.rows) {
      expect(await bench.runtime.release(asked(row))).toEqual({ outcome: 'released', jobCancelled: false })
      expect(await isHeld(bench, row)).toBe(false)
    }
    expect(before.total).toBe(12)
    expect(await bench.runtime.heldKeyRows({ scanId, sort, offset: 0, limit: 200 })).toEqual({
      total: 0,
      rows: [],
    })
    expect(bench.runtime.live().scan).toMatchObject({ rows: 0, matches: 0 })
  })

  it('is refused when the value changed since it was shown, and shows what is there now', async () => {
    const bench = await openGoIoBench()
    const row = await shown(bench, 'seller:42:catalog')
    await bench.redis.set(row.redisKey, 'another value', 'KEEPTTL')
    const outcome = await bench.runtime.release(asked(row))
    expect(outcome).toMatchObject({ outcome: 'changed', row: { value: 'another value' } })
    expect(await isHeld(bench, row)).toBe(true)
    if (outcome.outcome !== 'changed') throw new Error('Not changed')
    expect(await bench.runtime.release(asked(outcome.row))).toMatchObject({ outcome: 'released' })
  })

  it("is refused when go-io held the key anew: the value is the same, the expiry isn't", async () => {
    const bench = await openGoIoBench()
    const row = await shown(bench, 'seller:42:catalog')
    await bench.redis.pexpire(row.redisKey, 3_000_000)
    expect(await bench.runtime.release(asked(row))).toMatchObject({ outcome: 'changed' })
    await bench.redis.persist(row.redisKey)
    expect(await bench.runtime.release(asked(row))).toMatchObject({ outcome: 'changed' })
    expect(await bench.runtime.release(asked(await shown(bench, 'seller:42:catalog')))).toMatchObject({
      outcome: 'released',
    })
  })

  it('says when the key is gone already', async () => {
    const bench = await openGoIoBench()
    const row = await shown(bench, 'seller:42:catalog')
    await bench.redis.del(row.redisKey)
    expect(await bench.runtime.release(asked(row))).toEqual({ outcome: 'gone' })
  })

  it('asks first when its job waits here; then cancels the job too', async () => {
    const bench = await openReadyBench(host)
    const row = await holdOne(bench, 'mine')
    const { rows } = await bench.runtime.waiting({ offset: 0, limit: 1 })
    expect(await bench.runtime.release(asked(row))).toEqual({
      outcome: 'queued-here',
      state: 'waiting',
      jobId: rows[0]?.jobId,
    })
    expect(await isHeld(bench, row)).toBe(true)
    expect(await bench.runtime.release(asked(row, 'cancel'))).toEqual({
      outcome: 'released',
      jobCancelled: true,
    })
    expect(await isHeld(bench, row)).toBe(false)
    expect(bench.runtime.pending()).toMatchObject({ waiting: 0, running: 0 })
  })

  it('or leaves the job, which runs without its hold', async () => {
    const bench = await openReadyBench(host)
    const row = await holdOne(bench, 'mine')
    expect(await bench.runtime.release(asked(row, 'leave'))).toEqual({
      outcome: 'released',
      jobCancelled: false,
    })
    expect(bench.runtime.pending()).toMatchObject({ waiting: 1, running: 0 })
    bench.runtime.resume()
    await bench.live('it has run', (live) => live.counters.done === 1)
    expect(await isHeld(bench, row)).toBe(false)
  })

  it('cancels no job when the hold is another one by now', async () => {
    const bench = await openReadyBench(host)
    const row = await holdOne(bench, 'mine')
    await bench.redis.set(row.redisKey, '"mine"', 'PX', 60_000)
    expect(await bench.runtime.release(asked(row, 'cancel'))).toMatchObject({
      outcome: 'changed',
      row: { owner: { kind: 'go-io' } },
    })
    expect(bench.runtime.pending().waiting).toBe(1)
  })

  it("asks nothing for another instance's hold of the same key", async () => {
    const first = await openReadyBench(host)
    const second = await openReadyBench(host, { server: first.server })
    await holdOne(first, 'mine')
    await first.runtime.bumps.confirm('0')
    await second.live('it sees the bump', (live) => live.generation === '1')
    const row = await holdOne(second, 'mine')
    expect(row).toMatchObject({ generation: '1', owner: { kind: 'keyhold', here: true } })
    const seen = await shown(first, 'mine')
    expect(seen).toMatchObject({ owner: { kind: 'keyhold', here: false } })
    expect(seen.queuedHere).toBeUndefined()
    expect(await first.runtime.release(asked(seen))).toEqual({ outcome: 'released', jobCancelled: false })
    expect(first.runtime.pending().waiting).toBe(1)
  })
})
