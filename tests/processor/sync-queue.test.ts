import { describe, expect, it } from 'vitest'
import { SyncQueue } from '../../src/processor/sync-queue'

/** Numbers from 0 up to, not including, `count`. */
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

const drained = <Item extends string | number>(queue: SyncQueue<Item>): Item[] => {
  const items: Item[] = []
  for (let item = queue.tryDequeue(); item !== undefined; item = queue.tryDequeue()) items.push(item)
  return items
}

describe('a queue', () => {
  it.each([0, -1, -100, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the capacity %s', (capacity) => {
    expect(() => new SyncQueue<number>(capacity)).toThrow(
      expect.objectContaining({ name: 'KeyholdError', code: 'bad-capacity' }),
    )
  })

  it.each([1, 10, 100])('never blocks on enqueue at %s times its capacity', (times) => {
    const capacity = 10
    const queue = new SyncQueue<number>(capacity)
    for (const item of upTo(times * capacity)) queue.enqueue(item)
    expect(queue.length).toBe(times * capacity)
    expect(drained(queue)).toEqual(upTo(times * capacity))
  })

  it('keeps order without growth', async () => {
    const queue = new SyncQueue<number>(100)
    for (const item of upTo(100)) queue.enqueue(item)
    for (const item of upTo(100)) expect(await queue.dequeue()).toBe(item)
  })

  it('keeps order when it grows after its start has moved', () => {
    const queue = new SyncQueue<number>(4)
    const received: number[] = []
    let next = 0
    for (const burst of [3, 5, 9, 2_000, 1, 4_100]) {
      for (const _ of upTo(burst)) queue.enqueue(next++)
      for (const _ of upTo(Math.ceil(burst / 2))) received.push(queue.tryDequeue() ?? Number.NaN)
    }
    expect([...received, ...drained(queue)]).toEqual(upTo(next))
  })

  it('answers undefined when there is nothing to take, and serves the next item all the same', () => {
    const queue = new SyncQueue<string>(1)
    expect(queue.tryDequeue()).toBeUndefined()
    queue.enqueue('first')
    expect(queue.tryDequeue()).toBe('first')
    expect(queue.tryDequeue()).toBeUndefined()
    expect(queue.length).toBe(0)
  })

  it('hands items that are null, false or 0 on as they are', async () => {
    const queue = new SyncQueue<string | number | boolean | null>(1)
    for (const item of [null, false, 0, '']) queue.enqueue(item)
    expect(queue.length).toBe(4)
    for (const item of [null, false, 0, '']) expect(await queue.dequeue()).toBe(item)
  })

  it('serves waiting receivers first come first, and counts no item that went straight to one', async () => {
    const queue = new SyncQueue<string>(1)
    const served: string[] = []
    const receivers = ['first', 'second', 'third'].map(async (name) => {
      served.push(`${name}: ${await queue.dequeue()}`)
    })
    queue.enqueue('a')
    queue.enqueue('b')
    expect(queue.length).toBe(0)
    expect(queue.tryDequeue()).toBeUndefined()
    queue.enqueue('c')
    queue.enqueue('d')
    await Promise.all(receivers)
    expect(served).toEqual(['first: a', 'second: b', 'third: c'])
    expect(drained(queue)).toEqual(['d'])
  })
})

describe('removing an entry', () => {
  it('takes it out by its ticket, once, and leaves the order of the others', () => {
    const queue = new SyncQueue<string>(2)
    const tickets = ['a', 'b', 'c', 'd', 'e'].map((item) => queue.enqueue(item))
    expect(queue.remove(tickets[2] ?? -1)).toBe('c')
    expect(queue.remove(tickets[2] ?? -1)).toBeUndefined()
    expect(queue.remove(tickets[0] ?? -1)).toBe('a')
    expect(queue.remove(tickets[4] ?? -1)).toBe('e')
    expect(queue.length).toBe(2)
    expect(queue.range(0, 10)).toEqual(['b', 'd'])
    queue.enqueue('f')
    expect(drained(queue)).toEqual(['b', 'd', 'f'])
  })

  it('answers undefined for what was taken, what a waiting receiver got, and what never was', async () => {
    const queue = new SyncQueue<string>(1)
    const taken = queue.enqueue('taken')
    queue.tryDequeue()
    const receiver = queue.dequeue()
    const received = queue.enqueue('received')
    const waiting = queue.enqueue('waiting')
    for (const ticket of [taken, received, waiting + 1, -1, 0.5, Number.NaN]) {
      expect(queue.remove(ticket)).toBeUndefined()
    }
    expect(await receiver).toBe('received')
    expect(drained(queue)).toEqual(['waiting'])
  })

  it('gives every entry a ticket of its own, also after all have gone', () => {
    const queue = new SyncQueue<number>(1)
    const tickets = new Set<number>()
    for (const item of upTo(5_000)) {
      tickets.add(queue.enqueue(item))
      if (item % 3 === 0) queue.tryDequeue()
      if (item % 1_000 === 0) drained(queue)
    }
    expect(tickets.size).toBe(5_000)
  })

  it('costs the same wherever the entry stands', () => {
    // 300,000 removals from behind: a search or a shift for each would be 45 billion steps, beyond the time limit.
    const count = 300_000
    const queue = new SyncQueue<number>(16)
    const tickets = upTo(count).map((item) => queue.enqueue(item))
    for (let position = count - 1; position > 0; position -= 1) {
      if (queue.remove(tickets[position] ?? -1) !== position) throw new Error(`ticket of ${position} lost`)
    }
    expect(queue.length).toBe(1)
    expect(queue.tryDequeue()).toBe(0)
  })

  it('lets the queue go on when all that waited was removed', async () => {
    const queue = new SyncQueue<number>(2)
    for (const ticket of upTo(3_000).map((item) => queue.enqueue(item))) queue.remove(ticket)
    expect(queue.length).toBe(0)
    expect(queue.tryDequeue()).toBeUndefined()
    expect(queue.range(0, 10)).toEqual([])
    const receiver = queue.dequeue()
    queue.enqueue(7)
    expect(await receiver).toBe(7)
  })
})

describe('reading a range', () => {
  it('gives the entries from a position on, at most as many as asked', () => {
    const queue = new SyncQueue<number>(3)
    for (const item of upTo(5_000)) queue.enqueue(item)
    for (const _ of upTo(10)) queue.tryDequeue()
    expect(queue.range(0, 3)).toEqual([10, 11, 12])
    expect(queue.range(1_020, 10)).toEqual(upTo(10).map((index) => 1_030 + index))
    expect(queue.range(4_985, 100)).toEqual([4_995, 4_996, 4_997, 4_998, 4_999])
    expect(queue.range(4_990, 1)).toEqual([])
    expect(queue.range(100_000, 5)).toEqual([])
    expect(queue.range(0, 0)).toEqual([])
    expect(queue.length).toBe(4_990)
  })

  it('counts no removed entry as a position', () => {
    const queue = new SyncQueue<number>(3)
    const tickets = upTo(4_000).map((item) => queue.enqueue(item))
    for (const [item, ticket] of tickets.entries()) if (item % 2 === 0) queue.remove(ticket)
    expect(queue.range(0, 3)).toEqual([1, 3, 5])
    expect(queue.range(1_000, 2)).toEqual([2_001, 2_003])
    expect(queue.range(1_998, 5)).toEqual([3_997, 3_999])
  })

  it('does not copy the queue: what lies deep is read 20,000 times', () => {
    // A copy of 200,000 entries for each would be 4 billion, beyond the time limit.
    const queue = new SyncQueue<number>(16)
    for (const item of upTo(200_000)) queue.enqueue(item)
    for (const _ of upTo(20_000)) {
      if (queue.range(199_000, 2)[1] !== 199_001) throw new Error('a range is wrong')
    }
    expect(queue.length).toBe(200_000)
  })

  it('gives a list of its own: changing it changes nothing', () => {
    const queue = new SyncQueue<number>(4)
    for (const item of upTo(3)) queue.enqueue(item)
    queue.range(0, 3).reverse()
    expect(drained(queue)).toEqual([0, 1, 2])
  })
})
