import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { SyncQueue } from '../../src/processor/sync-queue'

interface Sent {
  readonly sender: number
  readonly index: number
}

const items = 1_000

/** Each sender puts its own numbers in, giving way to others at moments of its own. */
const send = async (queue: SyncQueue<Sent>, sender: number, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    queue.enqueue({ sender, index })
    if ((index * 7 + sender) % 11 === 0) await turn()
  }
}

const receive = async (
  queue: SyncQueue<Sent>,
  receiver: number,
  count: number,
  into: Sent[],
): Promise<void> => {
  for (let taken = 0; taken < count; taken += 1) {
    into.push(await queue.dequeue())
    if ((taken * 5 + receiver) % 13 === 0) await turn()
  }
}

describe('many senders and receivers across growth', () => {
  it.each([
    { senders: 1, receivers: 1 },
    { senders: 1, receivers: 20 },
    { senders: 20, receivers: 1 },
    { senders: 20, receivers: 20 },
  ])('lose nothing and double nothing: $senders to $receivers', async ({ senders, receivers }) => {
    const queue = new SyncQueue<Sent>(1)
    const received: Sent[] = []
    await Promise.all([
      ...Array.from({ length: receivers }, (_, n) => receive(queue, n, items / receivers, received)),
      ...Array.from({ length: senders }, (_, n) => send(queue, n, items / senders)),
    ])
    expect(queue.length).toBe(0)
    expect(new Set(received.map((item) => `${item.sender}/${item.index}`)).size).toBe(items)
    expect(received).toHaveLength(items)
  })

  it('keep the order of each sender', async () => {
    const queue = new SyncQueue<Sent>(2)
    const received: Sent[] = []
    const done = receive(queue, 0, items, received)
    await Promise.all(Array.from({ length: 10 }, (_, n) => send(queue, n, items / 10)))
    await done
    for (let sender = 0; sender < 10; sender += 1) {
      const own = received.filter((item) => item.sender === sender).map((item) => item.index)
      expect(own).toEqual(Array.from({ length: items / 10 }, (_, index) => index))
    }
  })

  it('as many receivers as items, all there before the first item', async () => {
    const queue = new SyncQueue<Sent>(1)
    const waiting = Array.from({ length: items }, () => queue.dequeue())
    await send(queue, 0, items)
    const received = await Promise.all(waiting)
    expect(received.map((item) => item.index)).toEqual(Array.from({ length: items }, (_, index) => index))
  })
})
