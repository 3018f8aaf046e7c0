import { describe, expect, it } from 'vitest'
import { difference, type Row } from './contenders'
import { gate, newNamespace, nothing, type Work } from '../processor/fleet'
import { generationName, holdName } from '../processor/look'
import { ManualClock } from '../processor/manual-clock'
import { onOwnRedis, onSharedRedis } from '../processor/on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

const hang: Row<{ answers: (boolean | string)[]; heldWithNoJob: number }> = {
  name: 'Redis hangs and what was sent lands later: keys held with no job / a deadline in the script',
  scenario: async ({ redis: own, start, look, namespace }) => {
    const one = await start()
    await one.schedule('first', 60_000, () => {})
    await one.finished('first')
    own.server.suspend()
    const keys = Array.from({ length: 20 }, (_, n) => `key${n}`)
    const answers = await Promise.all(keys.map((key) => one.schedule(key, 60_000, () => {})))
    own.server.continue()
    // What comes later on the same connection is answered after all that.
    await waitFor(async () => (await one.schedule('probe', 60_000, () => {})) === true, {
      timeoutMs: 15_000,
      what: 'it schedules again',
    })
    const names = await look.holdNames(namespace)
    return {
      answers: [...new Set(answers)],
      heldWithNoJob: names.filter((name) => /:key\d+$/.test(name)).length,
    }
  },
  keyhold: { answers: [false], heldWithNoJob: 0 },
  // The 400 ms ran out at the first GET: each SET went out with the generation unread, and landed.
  goIo: { answers: [false], heldWithNoJob: 20 },
}
difference(() => onOwnRedis(), hang)

describe('the loop dies / lanes cannot die', () => {
  const strange: Readonly<Record<string, () => unknown>> = {
    'throws undefined': () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a script may do
      throw undefined
    },
    'throws an object without a prototype': () => {
      throw Object.create(null)
    },
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what a script may do
    'rejects with null': () => Promise.reject(null),
    'answers with a thenable that throws': () => ({
      then: () => {
        throw new Error('thenable')
      },
    }),
    'answers with an object whose every read throws': () =>
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('trap')
          },
        },
      ),
    'answers with a symbol': () => Symbol('no pause'),
    'answers with an object': () => ({ valueOf: () => 5 }),
  }

  it.each(Object.keys(strange))('of a handler that %s', async (name) => {
    const { processor, finishedOf } = await redis.member()
    await processor.schedule('strange', 0, strange[name] as Work)
    await processor.schedule('next', 0, nothing)
    expect(await finishedOf('strange')).toMatchObject({ outcome: 'failed', pauseMs: 0 })
    expect(await finishedOf('next')).toMatchObject({ outcome: 'done' })
    expect(await processor.schedule('strange', 0, nothing)).toBe(true)
  })

  it('of a listener that throws', async () => {
    const { processor, finished, finishedOf } = await redis.member()
    for (const name of ['scheduled', 'started', 'finished', 'refused'] as const) {
      processor.on(name, () => {
        throw new Error(`a listener of ${name}`)
      })
    }
    const heard: string[] = []
    processor.on('finished', (job) => heard.push(job.key))
    const swallowed: unknown[] = []
    const swallow = (error: unknown): void => void swallowed.push(error)
    process.on('uncaughtException', swallow)
    try {
      for (const key of ['a', 'b', 'c']) expect(await processor.schedule(key, 0, nothing)).toBe(true)
      await finishedOf('c')
      expect(heard).toEqual(['a', 'b', 'c'])
      expect(finished.map((job) => job.outcome)).toEqual(['done', 'done', 'done'])
      expect(await processor.schedule('a', 0, nothing)).toBe(true)
    } finally {
      process.off('uncaughtException', swallow)
    }
  })
})

describe('it starves while callers schedule / fair', () => {
  it('jobs run while 32 callers schedule without a pause', async () => {
    const { processor, finished } = await redis.member()
    const each = 100
    const caller = async (name: number): Promise<void> => {
      for (let n = 0; n < each; n += 1) await processor.schedule(`${name}/${n}`, 0, nothing)
    }
    await Promise.all(Array.from({ length: 32 }, (_, name) => caller(name)))
    expect(finished.length).toBeGreaterThan((32 * each) / 2)
  })

  it('callers are answered while jobs without an end of their own keep the lanes busy', async () => {
    const { processor, finished } = await redis.member({ concurrency: 4 })
    let rounds = 0
    processor.on('finished', ({ key }) => {
      if (key.startsWith('busy') && (rounds += 1) < 2_000) void processor.schedule(key, 0, nothing)
    })
    for (let n = 0; n < 8; n += 1) await processor.schedule(`busy${n}`, 0, nothing)
    for (let n = 0; n < 20; n += 1) expect(await processor.schedule(`caller${n}`, 0, nothing)).toBe(true)
    await waitFor(() => finished.filter((job) => job.key.startsWith('caller')).length === 20, {
      what: 'the jobs of the callers have run',
    })
    // Theirs came to their turn among the others.
    rounds = 2_000
  })
})

describe('the longest pause never decays / a sliding window', () => {
  it('a long pause of yesterday no longer makes holds long', async () => {
    const clock = new ManualClock()
    const { processor, finishedOf } = await redis.member({ clock })
    await processor.schedule('pauses', 0, () => 600_000)
    await finishedOf('pauses')
    const after = (n: number): Promise<unknown> => processor.schedule(`waits${n}`, 0, nothing)
    for (let n = 0; n < 3; n += 1) await after(n)
    expect(processor.worstCaseMs()).toBeGreaterThanOrEqual(3 * 600_000)
    await clock.advance(24 * 3_600_000)
    await finishedOf('waits2')
    // Many short jobs, over hours: whichever the window counts, it has slid.
    for (let n = 0; n < 300; n += 1) {
      await processor.schedule(`quick${n}`, 0, nothing)
      await finishedOf(`quick${n}`)
      await clock.advance(60_000)
    }
    const held = gate()
    await processor.schedule('held', 0, held.work)
    await held.started
    for (let n = 10; n < 13; n += 1) await after(n)
    expect(processor.worstCaseMs()).toBeLessThan(600_000)
  })
})

describe('false says nothing / a reason', () => {
  it('for each refusal', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await redis.member({ namespace })
    const refused: string[] = []
    processor.on('refused', ({ key, outcome }) => refused.push(`${key}: ${outcome.outcome}`))
    const running = gate()
    const first = await processor.scheduleWithReason('runs', 0, running.work)
    await running.started
    const waiting = await processor.scheduleWithReason('waits', 0, nothing)
    if (first.outcome !== 'scheduled' || waiting.outcome !== 'scheduled') throw new Error('not scheduled')
    const reason = (key: string): Promise<unknown> => processor.scheduleWithReason(key, 0, nothing)
    expect(await reason('runs')).toEqual({ outcome: 'queued-here', jobId: first.jobId, state: 'running' })
    expect(await reason('waits')).toEqual({ outcome: 'queued-here', jobId: waiting.jobId, state: 'waiting' })
    await redis.look.redis.set(holdName(namespace, 0, 'held'), '"held"', 'PX', 50_000)
    const held = await processor.scheduleWithReason('held', 0, nothing)
    expect(held).toMatchObject({
      outcome: 'held',
      redisKey: holdName(namespace, 0, 'held'),
      generation: '0',
      owner: { kind: 'go-io' },
    })
    if (held.outcome === 'held') {
      expect(held.remainingMs).toBeGreaterThan(0)
      expect(held.remainingMs).toBeLessThanOrEqual(50_000)
    }
    await redis.look.redis.set(generationName(namespace), 'abc')
    expect(await reason('other')).toMatchObject({ outcome: 'redis-error', code: 'bad-generation' })
    await redis.look.redis.del(generationName(namespace))
    running.open()
    await finishedOf('waits')
    await processor.stop()
    expect(await reason('late')).toEqual({ outcome: 'stopped' })
    expect(refused).toEqual([
      'runs: queued-here',
      'waits: queued-here',
      'held: held',
      'other: redis-error',
      'late: stopped',
    ])
  })
})
