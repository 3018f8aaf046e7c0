import Denque from 'denque'
import { SyncQueue } from '../src/index'
import type { Comparison, Contender } from './comparison'

interface Fifo {
  push(item: number): unknown
  shift(): number | undefined
}

const makers: Readonly<Record<'keyhold' | 'denque', () => Fifo>> = {
  keyhold() {
    const queue = new SyncQueue<number>(1_024)
    return { push: (item) => queue.enqueue(item), shift: () => queue.tryDequeue() }
  },
  denque() {
    const queue = new Denque<number>()
    return { push: (item) => queue.push(item), shift: () => queue.shift() }
  },
}

function expectItem(item: number | undefined, expected: number): void {
  if (item !== expected) throw new Error(`Item ${String(expected)} came out as ${String(item)}.`)
}

/** One in, one out, at a standing depth. @returns operations done */
function throughAtDepth(queue: Fifo, depth: number, count: number): number {
  for (let i = 0; i < depth; i++) queue.push(i)
  for (let i = 0; i < count; i++) {
    queue.push(depth + i)
    expectItem(queue.shift(), i)
  }
  return count * 2
}

/** Filled, then drained. @returns operations done */
function fillAndDrain(queue: Fifo, count: number): number {
  for (let i = 0; i < count; i++) queue.push(i)
  for (let i = 0; i < count; i++) expectItem(queue.shift(), i)
  return count * 2
}

function contender(name: keyof typeof makers, work: (queue: Fifo) => number): Contender {
  return {
    name,
    run() {
      const queue = makers[name]()
      const startedAt = performance.now()
      const operations = work(queue)
      return Promise.resolve(operations / ((performance.now() - startedAt) / 1_000))
    },
  }
}

export function queueComparisons(scale: number): Comparison[] {
  const count = Math.ceil(1_000_000 * scale)
  const of = (name: string, work: (queue: Fifo) => number, mark: number): Comparison => ({
    name: `queue: ${name}`,
    subject: contender('keyhold', work),
    peers: [contender('denque', work)],
    against: 'denque',
    mark,
  })
  return [
    of('one in, one out', (queue) => throughAtDepth(queue, 0, count * 5), 1),
    of('depth 1,000', (queue) => throughAtDepth(queue, 1_000, count * 5), 1),
    of('1,000,000 filled, then drained', (queue) => fillAndDrain(queue, count), 1),
  ]
}
