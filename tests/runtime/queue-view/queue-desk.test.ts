import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { openReadyBench, openRuntimeBench } from '../runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const everything = { text: '', outcomes: [], handler: '' }
const job = (key: string) => ({ key, backoffMs: 60_000, argument: '{"seller":1}' })

describe('the filtered queue of a runtime', () => {
  it('is searched no more once the page is gone that asked for it', async () => {
    const { runtime } = await openReadyBench(host)
    const { searchId } = runtime.queue.search({ text: 'a', minAgeMs: 0 })
    expect(runtime.live().search).toMatchObject({ searchId })
    runtime.queue.forgetSearch()
    expect(runtime.live().search).toBeUndefined()
    expect(() => runtime.queue.matches({ searchId, offset: 0, limit: 1 })).toThrow(
      expect.objectContaining({ code: 'unknown-search' }),
    )
  })

  it('is found, followed by the live state, read by range, cancelled, and scheduled again', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    runtime.pause()
    await runtime.repeat({ ...job('seller:{n}'), count: 450 })
    await bench.live('450 wait', (live) => live.counters.waiting === 450)

    const filter = { text: ':4', minAgeMs: 0 }
    const { searchId } = runtime.queue.search(filter)
    // 4, 40 … 49, 400 … 450.
    await bench.live('62 match', ({ search }) => search?.state === 'done' && search.matches === 62)
    const { total, rows } = runtime.queue.matches({ searchId, offset: 1, limit: 3 })
    expect(total).toBe(62)
    expect(rows.map(({ key, position }) => `${key} at ${position}`)).toEqual([
      'seller:40 at 39',
      'seller:41 at 40',
      'seller:42 at 41',
    ])
    await runtime.schedule(job('late:4'))
    const found = await bench.live('it is found too', ({ search }) => search?.counted?.matches === 63)
    const counted = found.search?.counted
    if (counted === undefined) throw new Error('nothing was counted')
    // It comes between the count that is confirmed and the call.
    await runtime.schedule(job('later:4'))
    await bench.live('it is found as well', ({ search }) => search?.matches === 64)

    runtime.queue.cancelMatching({ filter, counted })
    const ended = await bench.live('it has ended', ({ bulkActs }) => bulkActs[0]?.state === 'done')
    expect(ended.bulkActs[0]).toMatchObject({ kind: 'cancel-jobs', total: 63, changed: 63, failed: 0 })
    expect(ended.counters.waiting).toBe(389)
    await bench.live('the one that came later is left', ({ search }) => search?.matches === 1)

    const finished = await runtime.finished({
      offset: 0,
      limit: 200,
      filter: { ...everything, text: 'seller:40' },
    })
    expect(finished.total).toBe(11)
    const sequences = finished.rows.map(({ sequence }) => sequence)
    runtime.queue.scheduleAgain(sequences)
    const again = await bench.live('they wait', ({ bulkActs }) => bulkActs[1]?.state === 'done')
    expect(again.bulkActs[1]).toMatchObject({ kind: 'schedule-again', total: 11, changed: 11 })
    expect(again.counters.waiting).toBe(400)
    const [first] = (await runtime.waiting({ offset: 389, limit: 1 })).rows
    expect(await runtime.argument(first?.jobId ?? 0)).toEqual({ argument: '{"seller":1}' })

    runtime.queue.endSearch(searchId)
    expect(runtime.live().search).toBeUndefined()
    expect(() => runtime.queue.matches({ searchId, offset: 0, limit: 1 })).toThrow(
      expect.objectContaining({ code: 'unknown-search' }),
    )
  })

  it('leaves a search alone that has taken the place of the one that ends', async () => {
    const { runtime } = await openRuntimeBench(host)
    const first = runtime.queue.search({ text: 'a', minAgeMs: 0 })
    const second = runtime.queue.search({ text: 'b', minAgeMs: 0 })
    runtime.queue.endSearch(first.searchId)
    expect(runtime.live().search?.searchId).toBe(second.searchId)
  })

  it('refuses acts on many in a read-only profile, and searches there', async () => {
    const { runtime } = await openRuntimeBench(host, { readOnly: true })
    const filter = { text: 'a', minAgeMs: 0 }
    const counted = runtime.queue.search(filter).counted ?? { matches: 0, belowId: 0, at: 0 }
    const readOnly: unknown = expect.objectContaining({ code: 'read-only' })
    expect(() => runtime.queue.cancelMatching({ filter, counted })).toThrow(readOnly)
    expect(() => runtime.queue.cancelJobs({ jobIds: [1] })).toThrow(readOnly)
    expect(() => runtime.queue.scheduleAgain([1])).toThrow(readOnly)
    expect(runtime.live().bulkActs).toEqual([])
  })
})
