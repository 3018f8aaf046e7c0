import Denque from 'denque'
import { SyncQueue } from '../src/index'
import type { Benchmark } from './benchmark'
import { comparison, type Contender } from './comparison'

const MILLION = 1_000_000

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

function contender(name: keyof typeof makers, work: (queue: Fifo, scale: number) => number): Contender {
  return {
    name,
    run(scale) {
      const queue = makers[name]()
      const startedAt = performance.now()
      const operations = work(queue, scale)
      return Promise.resolve(operations / ((performance.now() - startedAt) / 1_000))
    },
  }
}

export function queueBenchmarks(): Benchmark[] {
  const of = (name: string, work: (queue: Fifo, scale: number) => number, least: number): Benchmark =>
    comparison({
      name: `queue: ${name}`,
      subject: contender('keyhold', work),
      peers: [contender('denque', work)],
      against: ['denque'],
      least,
    })
  return [
    of('one in, one out', (queue, scale) => throughAtDepth(queue, 0, Math.ceil(5 * MILLION * scale)), 1),
    of('depth 1,000', (queue, scale) => throughAtDepth(queue, 1_000, Math.ceil(5 * MILLION * scale)), 1.1),
    of(
      '1,000,000 filled, then drained',
      (queue, scale) => fillAndDrain(queue, Math.ceil(MILLION * scale)),
      3,
    ),
  ]
}
