import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SyncQueue } from '../../src/processor/sync-queue'

/** What a queue must do, in the plainest way: a list, and the receivers that wait. */
class Model {
  waiting: { ticket: number; item: number }[] = []
  receivers = 0
  delivered: number[] = []
}

interface Real {
  readonly queue: SyncQueue<number>
  readonly delivered: number[]
  /** Every ticket that was ever given, in the order of its item. */
  readonly tickets: number[]
  readonly known: Set<number>
}

let nextItem = 0

const sameLength = (model: Model, real: Real): void => expect(real.queue.length).toBe(model.waiting.length)

class Enqueue implements fc.Command<Model, Real> {
  constructor(private readonly count: number) {}
  check = (): boolean => true
  run(model: Model, real: Real): void {
    for (let n = 0; n < this.count; n += 1) {
      const item = nextItem++
      const ticket = real.queue.enqueue(item)
      expect(real.known.has(ticket)).toBe(false)
      real.known.add(ticket)
      real.tickets.push(ticket)
      if (model.receivers > 0) {
        model.receivers -= 1
        model.delivered.push(item)
      } else model.waiting.push({ ticket, item })
    }
    sameLength(model, real)
  }
  toString = (): string => `enqueue ${this.count}`
}

class TryDequeue implements fc.Command<Model, Real> {
  constructor(private readonly count: number) {}
  check = (): boolean => true
  run(model: Model, real: Real): void {
    for (let n = 0; n < this.count; n += 1) {
      expect(real.queue.tryDequeue()).toBe(model.waiting.shift()?.item)
    }
    sameLength(model, real)
  }
  toString = (): string => `tryDequeue ${this.count}`
}

class Dequeue implements fc.Command<Model, Real> {
  check = (): boolean => true
  run(model: Model, real: Real): void {
    void real.queue.dequeue().then((item) => real.delivered.push(item))
    const first = model.waiting.shift()
    if (first) model.delivered.push(first.item)
    else model.receivers += 1
    sameLength(model, real)
  }
  toString = (): string => 'dequeue'
}

class Remove implements fc.Command<Model, Real> {
  constructor(private readonly at: number) {}
  check = (): boolean => true
  run(model: Model, real: Real): void {
    // Any ticket ever given: of an entry that waits, that was taken, or that was removed before.
    const ticket = real.tickets[Math.floor(this.at * real.tickets.length)] ?? 12_345
    const position = model.waiting.findIndex((entry) => entry.ticket === ticket)
    const expected = position < 0 ? undefined : model.waiting.splice(position, 1)[0]?.item
    expect(real.queue.remove(ticket)).toBe(expected)
    sameLength(model, real)
  }
  toString = (): string => `remove at ${this.at}`
}

class Range implements fc.Command<Model, Real> {
  constructor(
    private readonly offset: number,
    private readonly limit: number,
  ) {}
  check = (): boolean => true
  run(model: Model, real: Real): void {
    const expected = model.waiting.slice(this.offset, this.offset + this.limit).map((entry) => entry.item)
    expect(real.queue.range(this.offset, this.limit)).toEqual(expected)
  }
  toString = (): string => `range ${this.offset} ${this.limit}`
}

class Delivered implements AsyncCommand {
  check = (): boolean => true
  async run(model: Model, real: Real): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    expect(real.delivered).toEqual(model.delivered)
  }
  toString = (): string => 'delivered'
}

type AsyncCommand = fc.AsyncCommand<Model, Real>

const settled = (command: fc.Command<Model, Real>): AsyncCommand => ({
  check: (model) => command.check(model),
  run: (model, real) => {
    command.run(model, real)
    return Promise.resolve()
  },
  toString: () => command.toString(),
})

const commands = fc.commands<Model, Real, boolean>(
  [
    fc
      .oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }))
      .map((count) => settled(new Enqueue(count))),
    fc.integer({ min: 1, max: 30 }).map((count) => settled(new TryDequeue(count))),
    fc.constant(settled(new Dequeue())),
    fc.double({ min: 0, max: 0.999, noNaN: true }).map((at) => settled(new Remove(at))),
    fc.tuple(fc.nat(60), fc.nat(60)).map(([offset, limit]) => settled(new Range(offset, limit))),
    fc.constant(new Delivered()),
  ],
  { size: 'large', maxCommands: 200 },
)

const begin = (capacity: number) => (): { model: Model; real: Real } => {
  nextItem = 0
  const real = {
    queue: new SyncQueue<number>(capacity),
    delivered: [],
    tickets: [],
    known: new Set<number>(),
  }
  return { model: new Model(), real }
}

it('a queue behaves as a list with waiting receivers does', async () => {
  await fc.assert(
    fc.asyncProperty(commands, fc.integer({ min: 1, max: 8 }), (list, capacity) =>
      fc.asyncModelRun(begin(capacity), [...list, new Delivered()]),
    ),
    { numRuns: 150, seed: 20_250_101 },
  )
})
