import Denque from 'denque'
import { SyncQueue } from '../src/index'
import type { Benchmark } from './benchmark'
import { comparison, type Contender } from './comparison'

const MILLION = 1_000_000

const wrong = (expected: number): Error => new Error(`Another item came out than ${String(expected)}.`)

/** What is done with one kind of queue. */
interface Works<Q> {
  readonly make: () => Q
  /** One in, one out, at a standing depth. */
  readonly through: (queue: Q, depth: number, count: number) => void
  /** Filled, then drained. */
  readonly fillAndDrain: (queue: Q, count: number) => void
}

// Each queue has loops of its own, which call it as a program with one kind of queue does. In a loop that both share V8
// makes neither part of the loop, and the calls, through a closure above all, take longer than what is measured.

const keyhold: Works<SyncQueue<number>> = {
  make: () => new SyncQueue(1_024),
  through(queue, depth, count) {
    for (let i = 0; i < depth; i++) queue.enqueue(i)
    for (let i = 0; i < count; i++) {
      queue.enqueue(depth + i)
      if (queue.tryDequeue() !== i) throw wrong(i)
    }
  },
  fillAndDrain(queue, count) {
    for (let i = 0; i < count; i++) queue.enqueue(i)
    for (let i = 0; i < count; i++) if (queue.tryDequeue() !== i) throw wrong(i)
  },
}

const denque: Works<Denque<number>> = {
  make: () => new Denque(),
  through(queue, depth, count) {
    for (let i = 0; i < depth; i++) queue.push(i)
    for (let i = 0; i < count; i++) {
      queue.push(depth + i)
      if (queue.shift() !== i) throw wrong(i)
    }
  },
  fillAndDrain(queue, count) {
    for (let i = 0; i < count; i++) queue.push(i)
    for (let i = 0; i < count; i++) if (queue.shift() !== i) throw wrong(i)
  },
}

/** @param count items put in and taken out, at the scale of the marks */
function contender<Q>(name: string, works: Works<Q>, count: number, depth: number | undefined): Contender {
  return {
    name,
    run(scale) {
      const items = Math.ceil(count * scale)
      const queue = works.make()
      const startedAt = performance.now()
      if (depth === undefined) works.fillAndDrain(queue, items)
      else works.through(queue, depth, items)
      return Promise.resolve((items * 2) / ((performance.now() - startedAt) / 1_000))
    },
  }
}

/** @param depth undefined where all go in before the first goes out */
function benchmark(name: string, count: number, depth: number | undefined, least: number): Benchmark {
  return comparison({
    name: `queue: ${name}`,
    subject: contender('keyhold', keyhold, count, depth),
    peers: [contender('denque', denque, count, depth)],
    against: ['denque'],
    least,
  })
}

export function queueBenchmarks(): Benchmark[] {
  return [
    benchmark('one in, one out', 5 * MILLION, 0, 1),
    benchmark('depth 1,000', 5 * MILLION, 1_000, 1.1),
    benchmark('1,000,000 filled, then drained', MILLION, undefined, 3),
  ]
}
