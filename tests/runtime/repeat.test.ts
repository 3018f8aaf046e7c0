import { describe, expect, it } from 'vitest'
import type { ScheduleOutcome } from '../../src/processor/outcomes'
import { templatePlan } from '../../src/runtime/repeats/repeat-plan'
import { Repeats } from '../../src/runtime/repeats/repeats'
import { waitFor } from '../support/wait-for'

const template = { key: 'seller:{n}', backoffMs: 1_000, argument: '{"seller":{n}}' }

/** A processor whose answers wait until the test gives them. */
class HeldBack {
  readonly keys: string[] = []
  #answers: ((outcome: ScheduleOutcome) => void)[] = []
  #arrived: (() => void) | undefined

  readonly schedule = (job: { readonly key: string }): Promise<ScheduleOutcome> =>
    new Promise((resolve) => {
      this.keys.push(job.key)
      this.#answers.push(resolve)
      this.#arrived?.()
    })

  async unanswered(count: number): Promise<void> {
    while (this.#answers.length < count) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve
      })
    }
  }

  answer(make: (index: number) => ScheduleOutcome): void {
    const answers = this.#answers
    this.#answers = []
    answers.forEach((answer, index) => answer(make(index)))
  }
}

const scheduled = (index: number): ScheduleOutcome => ({ outcome: 'scheduled', jobId: index + 1 })

describe('a repeat', () => {
  it('counts {n} from 1 to the count, in key and argument', () => {
    const plan = templatePlan({ ...template, count: 3 })
    expect([plan.jobAt(0, 0), plan.jobAt(2, 0)]).toEqual([
      { key: 'seller:1', backoffMs: 1_000, argument: '{"seller":1}' },
      { key: 'seller:3', backoffMs: 1_000, argument: '{"seller":3}' },
    ])
  })

  it('refuses a key that its longest number makes too long, and a backoff that is none', () => {
    expect(() => templatePlan({ ...template, key: `${'k'.repeat(1_023)}{n}`, count: 9 })).not.toThrow()
    expect(() => templatePlan({ ...template, key: `${'k'.repeat(1_023)}{n}`, count: 10 })).toThrow(
      expect.objectContaining({ code: 'bad-key' }),
    )
    expect(() => templatePlan({ ...template, backoffMs: -1, count: 10 })).toThrow(
      expect.objectContaining({ code: 'bad-backoff' }),
    )
  })

  it('refuses a template that makes no JSON, or more text than the queue may hold', () => {
    expect(() => templatePlan({ ...template, argument: '{n', count: 3 })).toThrow(
      expect.objectContaining({ code: 'bad-argument' }),
    )
    const large = `{"n":{n},"text":"${'x'.repeat(10_000)}"}`
    expect(() => templatePlan({ ...template, argument: large, count: 100_000 })).toThrow(
      expect.objectContaining({ code: 'argument-too-large' }),
    )
    // The same text without a place for the number is shared by all jobs.
    expect(() =>
      templatePlan({ ...template, argument: large.replace('{n}', '1'), count: 100_000 }),
    ).not.toThrow()
  })

  it('sends 500 at a time, and the next 500 only when the last are answered', async () => {
    const processor = new HeldBack()
    const repeats = new Repeats(processor.schedule, () => undefined)
    repeats.start(templatePlan({ ...template, count: 1_200 }))
    expect(processor.keys).toHaveLength(500)
    processor.answer(scheduled)
    await processor.unanswered(500)
    expect(processor.keys).toHaveLength(1_000)
    expect(repeats.views()[0]).toMatchObject({ attempted: 500, scheduled: 500, state: 'scheduling' })
    processor.answer((index) =>
      index < 100 ? { outcome: 'queued-here', jobId: 1, state: 'waiting' } : scheduled(index),
    )
    await processor.unanswered(200)
    processor.answer(scheduled)
    await repeats.cancelAll()
    expect(repeats.views()[0]).toMatchObject({
      attempted: 1_200,
      scheduled: 1_100,
      queuedHere: 100,
      state: 'done',
    })
  })

  it('stops within one batch when it is cancelled, and says how many it scheduled', async () => {
    const processor = new HeldBack()
    const repeats = new Repeats(processor.schedule, () => undefined)
    const { repeatId } = repeats.start(templatePlan({ ...template, count: 100_000 }))
    const cancelled = repeats.cancel(repeatId)
    processor.answer(scheduled)
    expect(await cancelled).toMatchObject({ state: 'cancelled', attempted: 500, scheduled: 500 })
    expect(processor.keys).toHaveLength(500)
  })

  it('ends at the first failure of Redis, and says which', async () => {
    const processor = new HeldBack()
    const repeats = new Repeats(processor.schedule, () => undefined)
    const { repeatId } = repeats.start(templatePlan({ ...template, count: 2_000 }))
    processor.answer((index) =>
      index === 7
        ? { outcome: 'redis-error', code: 'out-of-memory', message: 'Redis has no memory left.' }
        : scheduled(index),
    )
    expect(await repeats.cancel(repeatId)).toMatchObject({
      state: 'failed',
      attempted: 500,
      scheduled: 499,
      redisErrors: 1,
      error: { code: 'out-of-memory', message: 'Redis has no memory left.' },
    })
    expect(processor.keys).toHaveLength(500)
  })

  it('lets others have their turn even if no key needs an answer of Redis', async () => {
    const repeats = new Repeats(
      () => Promise.resolve({ outcome: 'queued-here', jobId: 1, state: 'waiting' }),
      () => undefined,
    )
    const { repeatId } = repeats.start(templatePlan({ ...template, count: 100_000 }))
    await new Promise((resolve) => setImmediate(resolve))
    const view = await repeats.cancel(repeatId)
    expect(view.state).toBe('cancelled')
    expect(view.attempted).toBeLessThan(100_000)
  })

  it('keeps its place while it is paused, and goes on from there', async () => {
    const processor = new HeldBack()
    const repeats = new Repeats(processor.schedule, () => undefined)
    const { repeatId } = repeats.start(templatePlan({ ...template, count: 1_100 }))
    repeats.pause(repeatId)
    processor.answer(scheduled)
    await waitFor(() => repeats.views()[0]?.state === 'paused', { what: 'paused' })
    // Turns in which a batch would have begun.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect(processor.keys).toHaveLength(500)
    expect(repeats.views()[0]).toMatchObject({ state: 'paused', attempted: 500, scheduled: 500 })

    repeats.resume(repeatId)
    await processor.unanswered(500)
    expect(processor.keys[500]).toBe('seller:501')
    repeats.pause(repeatId)
    repeats.resume(repeatId)
    processor.answer(scheduled)
    await processor.unanswered(100)
    processor.answer(scheduled)
    await waitFor(() => repeats.views()[0]?.state === 'done', { what: 'done' })
    expect(new Set(processor.keys).size).toBe(1_100)
  })

  it('is cancelled from a pause, and ends with the runtime from one', async () => {
    const processor = new HeldBack()
    const repeats = new Repeats(processor.schedule, () => undefined)
    const start = () => repeats.start(templatePlan({ ...template, count: 1_100 })).repeatId
    const [first, second] = [start(), start()]
    repeats.pause(first)
    repeats.pause(second)
    processor.answer(scheduled)
    await waitFor(() => repeats.views().every(({ state }) => state === 'paused'), { what: 'paused' })
    expect(await repeats.cancel(first)).toMatchObject({ state: 'cancelled', attempted: 500 })
    await repeats.cancelAll()
    expect(repeats.views().map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
    expect(processor.keys).toHaveLength(1_000)
  })

  it('ends a batch early where its arguments are large, unless the jobs share one', async () => {
    const large = `{"n":{n},"text":"${'x'.repeat(100_000)}"}`
    const processor = new HeldBack()
    const repeats = new Repeats(processor.schedule, () => undefined)
    repeats.start(templatePlan({ ...template, argument: large, count: 1_000 }))
    expect(processor.keys).toHaveLength(Math.ceil((4 * 1_048_576) / (large.length - 2)))
    repeats.start(templatePlan({ ...template, argument: large.replace('{n}', '1'), count: 1_000 }))
    expect(processor.keys).toHaveLength(42 + 500)
    processor.answer(scheduled)
    await repeats.cancelAll()
  })

  it('remembers the last few only, and at most three work at once', async () => {
    const processor = new HeldBack()
    const repeats = new Repeats(processor.schedule, () => undefined)
    const start = () => repeats.start(templatePlan({ ...template, count: 10 }))
    const first = start()
    start()
    start()
    expect(start).toThrow(expect.objectContaining({ code: 'too-many-repeats' }))
    for (let more = 0; more < 5; more += 1) {
      processor.answer(scheduled)
      await repeats.cancelAll()
      start()
    }
    expect(repeats.views()).toHaveLength(4)
    await expect(repeats.cancel(first.repeatId)).rejects.toMatchObject({ code: 'unknown-repeat' })
    processor.answer(scheduled)
    await repeats.cancelAll()
  })
})
