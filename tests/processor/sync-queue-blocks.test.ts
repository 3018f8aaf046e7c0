import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SyncQueue } from '../../src/processor/sync-queue'

/** Bursts about as large as a block: the queue is a ring, outgrows it, and becomes one again. */
const burst = fc.record({
  enqueue: fc.integer({ min: 0, max: 2_500 }),
  remove: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2_500 })),
  removeFrom: fc.double({ min: 0, max: 1, noNaN: true }),
  dequeue: fc.integer({ min: 0, max: 3_000 }),
})

describe('a queue about as long as a block', () => {
  it('keeps order, tickets, places and ranges', () => {
    fc.assert(
      fc.property(fc.array(burst, { minLength: 5, maxLength: 25 }), (bursts) => {
        const queue = new SyncQueue<number>(1)
        // Each item is its own ticket: the model is the list of those that are here.
        let here: number[] = []
        let next = 0
        for (const { enqueue, remove, removeFrom, dequeue } of bursts) {
          for (let n = 0; n < enqueue; n += 1) {
            if (queue.enqueue(next) !== next) throw new Error(`The ticket of ${next} is another.`)
            here.push(next++)
          }
          for (const ticket of here.splice(Math.floor(removeFrom * here.length), remove)) {
            if (queue.remove(ticket) !== ticket) throw new Error(`${ticket} was not here.`)
            if (queue.get(ticket) !== undefined) throw new Error(`${ticket} is still here.`)
          }
          for (const item of here.slice(0, dequeue)) {
            if (queue.tryDequeue() !== item) throw new Error(`${item} was not the next.`)
          }
          here = here.slice(dequeue)
          expect(queue.length).toBe(here.length)
          expect(queue.nextTicket).toBe(next)
          expect(queue.range(0, next)).toEqual(here)
          const middle = here.length >> 1
          expect(queue.range(middle, 100)).toEqual(here.slice(middle, middle + 100))
          for (const at of [0, middle, here.length - 1]) {
            const ticket = here[at]
            if (ticket === undefined) continue
            expect(queue.get(ticket)).toBe(ticket)
            expect(queue.placeOf(ticket)).toBe(at)
          }
          expect(queue.placeOf(next)).toBe(here.length)
        }
      }),
      { numRuns: 60, seed: 20_250_101 },
    )
  })

  it('goes on as a ring however many have passed', () => {
    const queue = new SyncQueue<number>(1)
    for (let n = 0; n < 100_000; n += 1) {
      queue.enqueue(n)
      if (n >= 1_500 && queue.tryDequeue() !== n - 1_500) throw new Error(`${n - 1_500} was not the next.`)
    }
    expect(queue.range(0, 1)).toEqual([98_500])
    expect(queue.length).toBe(1_500)
  })
})
