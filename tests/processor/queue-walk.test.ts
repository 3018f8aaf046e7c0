import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SyncQueue } from '../../src/processor/sync-queue'
import { nothing, type Work } from './fleet'
import { ManualClock } from './manual-clock'
import { onSharedRedis } from './on-redis'

/** What happens between two pieces of a walk. */
type Event =
  | { readonly kind: 'arrive'; readonly count: number }
  | { readonly kind: 'leave'; readonly count: number }
  | { readonly kind: 'remove'; readonly from: number; readonly count: number }
  | { readonly kind: 'walk'; readonly most: number }

interface Item {
  ticket: number
}

const count = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 900, max: 2_600 }))
const event: fc.Arbitrary<Event> = fc.oneof(
  count.map((n) => ({ kind: 'arrive', count: n }) as const),
  count.map((n) => ({ kind: 'leave', count: n }) as const),
  fc
    .record({ from: fc.double({ min: 0, max: 1, noNaN: true }), count })
    .map((part) => ({ kind: 'remove', ...part }) as const),
  fc.integer({ min: 1, max: 1_500 }).map((most) => ({ kind: 'walk', most }) as const),
)

describe('a walk over the queue', () => {
  it('meets each item that stays, once and in order, whatever comes and leaves meanwhile', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const queue = new SyncQueue<Item>(1)
        /** The model: what is here by ticket, in order. */
        const here = new Map<number, Item>()
        const met: number[] = []
        let from = 0
        const enqueue = (): void => {
          const item: Item = { ticket: -1 }
          item.ticket = queue.enqueue(item)
          here.set(item.ticket, item)
        }
        const walk = (most: number): boolean => {
          let visited = 0
          const { next, atEnd } = queue.walk(from, most, (item) => {
            visited += 1
            met.push(here.get(item.ticket) === item ? item.ticket : -1)
            return true
          })
          expect(visited).toBeLessThanOrEqual(most)
          expect(next).toBeGreaterThanOrEqual(from)
          from = next
          return atEnd
        }
        for (const { kind, ...what } of events) {
          if (kind === 'arrive' && 'count' in what) for (let n = 0; n < what.count; n += 1) enqueue()
          if (kind === 'leave' && 'count' in what) {
            for (let n = 0; n < what.count; n += 1) {
              const first = [...here.keys()][0]
              expect(queue.tryDequeue()).toBe(first === undefined ? undefined : here.get(first))
              if (first !== undefined) here.delete(first)
            }
          }
          if (kind === 'remove' && 'from' in what) {
            const tickets = [...here.keys()]
            const at = Math.floor(what.from * tickets.length)
            for (const ticket of tickets.slice(at, at + what.count)) {
              expect(queue.remove(ticket)).toBe(here.get(ticket))
              here.delete(ticket)
            }
          }
          if (kind === 'walk' && 'most' in what) walk(what.most)
        }
        while (!walk(2_000)) {
          // To the end.
        }
        expect(met).toEqual([...new Set(met)].sort((one, other) => one - other))
        const seen = new Set(met)
        expect([...here.keys()].filter((ticket) => !seen.has(ticket))).toEqual([])
        const places = [...here.keys()]
        for (const at of [0, Math.floor(places.length / 2), places.length - 1]) {
          const ticket = places[at]
          if (ticket !== undefined) expect(queue.placeOf(ticket)).toBe(at)
        }
      }),
      { numRuns: 60, seed: 20_250_101 },
    )
  })

  it('looks at no more places than it may, also where whole stretches were removed', () => {
    const queue = new SyncQueue<number>(1)
    for (let n = 0; n < 10_000; n += 1) queue.enqueue(n)
    // Nearly all of each block: the blocks stay.
    for (let n = 0; n < 10_000; n += 1) if (n % 1_024 !== 1_000) queue.remove(n)
    const pieces: number[] = []
    for (let from = 0, atEnd = false; !atEnd;) {
      const piece = queue.walk(from, 500, () => true)
      pieces.push(piece.next - from)
      ;({ next: from, atEnd } = piece)
    }
    expect(Math.max(...pieces)).toBeLessThanOrEqual(500)
    expect(pieces.length).toBeGreaterThanOrEqual(18)
  })

  it('goes on behind a stretch that was removed under it', () => {
    const queue = new SyncQueue<number>(1)
    for (let n = 0; n < 5_000; n += 1) queue.enqueue(n)
    const { next } = queue.walk(0, 1_500, () => true)
    for (let ticket = 1_024; ticket < 2_048; ticket += 1) queue.remove(ticket)
    const met: number[] = []
    queue.walk(next, 5_000, (item) => met.push(item) > 0)
    expect(met).toEqual(Array.from({ length: 5_000 - 2_048 }, (_, index) => 2_048 + index))
  })

  it('stops before the item that the visitor does not take, and begins with it the next time', () => {
    const queue = new SyncQueue<number>(1)
    for (let n = 0; n < 10; n += 1) queue.enqueue(n)
    const met: number[] = []
    const first = queue.walk(0, 100, (item) => item < 4 && met.push(item) > 0)
    expect(first).toEqual({ next: 4, atEnd: false })
    expect(queue.walk(first.next, 100, (item) => met.push(item) > 0)).toEqual({ next: 10, atEnd: true })
    expect(met).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe('the queue as it is looked at', () => {
  const redis = onSharedRedis()

  it('tells age and place of the jobs of the queue, and of those that come before it', async () => {
    const clock = new ManualClock()
    const { processor } = await redis.member({ paused: true, clock })
    const ids: number[] = []
    for (let n = 0; n < 5; n += 1) {
      const answer = await processor.scheduleWithReason(`key${n}`, 0, nothing)
      if (answer.outcome === 'scheduled') ids.push(answer.jobId)
      await clock.advance(100)
    }
    processor.cancel(ids[1] ?? -1)
    const met: unknown[] = []
    const { atEnd } = processor.queueView.walk(0, 100, (jobId, key, ageMs) => {
      met.push([jobId, key, ageMs, ...processor.queueView.positionsOf([jobId])])
      return true
    })
    expect(atEnd).toBe(true)
    expect(met).toEqual([
      [ids[0], 'key0', 500, 0],
      [ids[2], 'key2', 300, 1],
      [ids[3], 'key3', 200, 2],
      [ids[4], 'key4', 100, 3],
    ])
    expect(processor.queueView.beforeQueue()).toBe(0)
    expect(processor.queueView.waitingJob(ids[0] ?? -1)).toMatchObject({ key: 'key0', ageMs: 500 })
    expect(processor.queueView.waitingJob(ids[1] ?? -1)).toBeUndefined()
  })

  it('knows a job that runs as one that does not wait', async () => {
    const { processor } = await redis.member()
    let end = (): void => undefined
    const work: Work = () => new Promise<void>((resolve) => (end = resolve))
    const started = new Promise((resolve) => processor.on('started', resolve))
    const answer = await processor.scheduleWithReason('runs', 0, work)
    await started
    expect(answer.outcome === 'scheduled' && processor.queueView.waitingJob(answer.jobId)).toBeUndefined()
    end()
  })
})
