import { describe, expect, it, onTestFinished } from 'vitest'
import { LIMITS } from '../../../src/contract/limits'
import type { ScheduleOutcomeView } from '../../../src/contract/queue'
import type { RecurringEntry } from '../../../src/contract/recurring'
import type { Clock } from '../../../src/processor/clock'
import { lastInWords } from '../../../renderer/features/schedule/recurring/model'
import { Recurring } from '../../../src/runtime/recurring/recurring'
import { ManualClock } from '../../processor/manual-clock'

const hour = 3_600_000
const every5m: RecurringEntry = {
  id: 'a',
  on: true,
  key: 'catalog',
  backoffMs: 60_000,
  argument: '{"page":1}',
  times: { kind: 'every', everyMs: 300_000 },
}

interface BenchOptions {
  readonly entries?: readonly RecurringEntry[]
  readonly readOnly?: boolean
  readonly outcome?: ScheduleOutcomeView
}

/** Recurring jobs on a clock that stands still, and what they asked for. */
function openBench({ entries = [], readOnly = false, outcome }: BenchOptions = {}) {
  const manual = new ManualClock()
  let slept = 0
  let each = 0
  let turn = 0
  let late = 0
  // While the machine sleeps its timers stand still, and the clock on the wall does not.
  const clock: Clock = {
    wall: () => manual.wall() + slept,
    monotonic: () => manual.monotonic() + (late += each),
    after: (delayMs, callback) =>
      manual.after(delayMs, () => {
        turn += 1
        callback()
      }),
  }
  const asked: { readonly key: string; readonly at: number; readonly turn: number }[] = []
  const saved: (readonly RecurringEntry[])[] = []
  const recurring = new Recurring({
    profile: {
      id: 'test',
      name: 'Test',
      namespace: 'orders',
      layout: 'go-io',
      handler: 'echo.js',
      concurrency: 1,
      environment: 'development',
      readOnly,
    },
    clock,
    audit: { note: () => undefined },
    store: {
      entries,
      save: async (all) => {
        await Promise.resolve()
        saved.push(all)
      },
    },
    schedule: async ({ key }) => {
      await Promise.resolve()
      asked.push({ key, at: clock.wall(), turn })
      return outcome ?? { outcome: 'scheduled', jobId: asked.length }
    },
    changed: () => undefined,
    localZone: 'Europe/Berlin',
  })
  onTestFinished(() => recurring.close())
  const first = () => {
    const [view] = recurring.list().entries
    if (!view) throw new Error('There is no recurring job.')
    return view
  }
  return {
    ...{ recurring, clock, manual, asked, saved, first },
    /** Each look at the clock takes so long. */
    slow: (ms: number) => {
      each = ms
    },
    sleep: (ms: number) => {
      slept += ms
    },
  }
}

describe('recurring jobs', () => {
  it('are scheduled at each of their moments, and tell the next five', async () => {
    const { manual, clock, asked, first } = openBench({ entries: [every5m] })
    const begun = clock.wall()
    expect(first().next).toEqual([1, 2, 3, 4, 5].map((n) => begun + n * 300_000))
    await manual.advance(299_999)
    expect(asked).toEqual([])
    await manual.advance(600_001)
    expect(asked.map(({ at }) => at - begun)).toEqual([300_000, 600_000, 900_000])
    expect(first()).toMatchObject({
      scheduled: 3,
      refused: 0,
      missed: 0,
      last: { at: begun + 900_000, outcome: { outcome: 'scheduled', jobId: 3 }, missed: 0 },
    })
    expect(first().next[0]).toBe(begun + 1_200_000)
  })

  it('have one timer, which never waits longer than 10 s', async () => {
    const month = { ...every5m, times: { kind: 'every', everyMs: LIMITS.backoffMs } } as const
    const { manual } = openBench({ entries: [month, { ...month, id: 'b' }, every5m] })
    expect(manual.pending()).toEqual([10_000])
    await manual.advance(295_000)
    expect(manual.pending()).toEqual([5_000])
  })

  it('that sleep made miss are scheduled once, in step, and what was missed is told', async () => {
    const { manual, clock, asked, first, sleep } = openBench({ entries: [every5m] })
    const begun = clock.wall()
    sleep(2 * 300_000 + 60_000)
    await manual.advance(10_000)
    expect(asked).toHaveLength(1)
    expect(first()).toMatchObject({ scheduled: 1, missed: 1, last: { missed: 1 } })
    expect(first().next[0]).toBe(begun + 3 * 300_000)
    await manual.advance(300_000)
    expect(first()).toMatchObject({ scheduled: 2, missed: 1, last: { missed: 0 } })
  })

  it('stay in step after a sleep of a month, and say that more were missed than are counted', async () => {
    const { manual, clock, first, sleep } = openBench({ entries: [every5m] })
    const begun = clock.wall()
    sleep(30 * 24 * hour + 1_234)
    await manual.advance(10_000)
    expect(first()).toMatchObject({ scheduled: 1, missed: LIMITS.missedCounted })
    expect(((first().next[0] ?? 0) - begun) % 300_000).toBe(0)
    expect(lastInWords(first()).words).toContain('100 or more missed before it')
  })

  it('that wake together give way to others between them', async () => {
    const times = { kind: 'cron', expression: '* * * * *', zone: 'local' } as const
    const ids = Array.from({ length: 40 }, (_, index) => `job:${index}`)
    const { manual, asked, sleep, slow } = openBench({
      entries: ids.map((id) => ({ ...every5m, times, id, key: id })),
    })
    sleep(24 * hour)
    // Each look at the clock finds it 3 ms later: two or three jobs are what a turn has time for.
    slow(3)
    await manual.advance(10_000)
    expect(asked.map(({ key }) => key)).toEqual(ids)
    const inTurn = ids.map(
      (_, turn) => asked.filter((one) => one.turn === (asked[0]?.turn ?? 0) + turn).length,
    )
    expect(inTurn.reduce((sum, count) => sum + count)).toBe(ids.length)
    expect(Math.max(...inTurn)).toBeLessThanOrEqual(3)
  })

  it('with a cron expression are in step after a sleep too', async () => {
    const times = { kind: 'cron', expression: '0 * * * *', zone: 'utc' } as const
    const { manual, clock, asked, first, sleep } = openBench({ entries: [{ ...every5m, times }] })
    sleep(3 * hour)
    await manual.advance(10_000)
    expect(asked).toHaveLength(1)
    expect(first()).toMatchObject({ missed: 2 })
    expect((first().next[0] ?? 0) % hour).toBe(0)
    expect((first().next[0] ?? 0) - clock.wall()).toBeLessThanOrEqual(hour)
  })

  it('go on when the clock is set back', async () => {
    const { manual, asked, sleep } = openBench({ entries: [every5m] })
    sleep(-24 * hour)
    await manual.advance(10_000)
    await manual.advance(300_000)
    expect(asked).toHaveLength(1)
  })

  it('are not moved by a clock that is put right by a second', async () => {
    const { manual, clock, first, sleep } = openBench({ entries: [every5m] })
    const due = clock.wall() + 300_000
    sleep(-1_000)
    await manual.advance(10_000)
    expect(first().next[0]).toBe(due)
  })

  it('tell why they were refused', async () => {
    const held = {
      outcome: 'held',
      remainingMs: 180_000,
      redisKey: 'k',
      generation: '3',
      owner: { kind: 'go-io' },
    } as const
    const { manual, first } = openBench({ entries: [every5m], outcome: held })
    await manual.advance(300_000)
    expect(first()).toMatchObject({ scheduled: 0, refused: 1, last: { outcome: held } })
  })

  it('do nothing where the profile is read-only, and say so', async () => {
    const { manual, asked, first, recurring, saved } = openBench({ entries: [every5m], readOnly: true })
    await manual.advance(300_000)
    expect(asked).toEqual([])
    expect(first().last?.outcome).toMatchObject({ outcome: 'not-tried', error: { code: 'read-only' } })
    await expect(recurring.switch({ id: 'a', on: false })).rejects.toMatchObject({ code: 'read-only' })
    await expect(recurring.remove('a')).rejects.toMatchObject({ code: 'read-only' })
    await expect(recurring.save({ entry: every5m })).rejects.toMatchObject({ code: 'read-only' })
    expect(saved).toEqual([])
  })

  it('that a hand has broken stay, never come, and say why', async () => {
    const broken = { ...every5m, id: 'b', times: { kind: 'cron', expression: 'x', zone: 'utc' } } as const
    const { manual, asked, first, recurring, saved } = openBench({ entries: [broken] })
    await manual.advance(hour)
    expect(asked).toEqual([])
    expect(first()).toMatchObject({
      next: [],
      refused: 0,
      last: { outcome: { outcome: 'not-tried', error: { code: 'bad-cron' } } },
    })
    await recurring.save({ entry: { ...every5m, id: null } })
    expect(saved.at(-1)).toMatchObject([broken, { key: 'catalog' }])
  })

  it('rest while they are off, and count from when they are switched on', async () => {
    const { manual, clock, asked, first, recurring, saved } = openBench({
      entries: [{ ...every5m, on: false }],
    })
    await manual.advance(hour)
    expect(asked).toEqual([])
    expect(manual.pending()).toEqual([])
    await recurring.switch({ id: 'a', on: true })
    expect(saved.at(-1)).toEqual([every5m])
    expect(first().next[0]).toBe(clock.wall() + 300_000)
    await manual.advance(300_000)
    expect(asked).toHaveLength(1)
    await recurring.switch({ id: 'a', on: false })
    expect(first().scheduled).toBe(1)
    await manual.advance(hour)
    expect(asked).toHaveLength(1)
  })

  it('are made, changed and removed, and all of them are saved each time', async () => {
    const { manual, recurring, asked, saved, first } = openBench()
    const { entries } = await recurring.save({ entry: { ...every5m, id: null } })
    const id = entries[0]?.id ?? ''
    expect(id).not.toBe('a')
    await recurring.save({
      entry: { ...every5m, id, key: 'prices', times: { kind: 'every', everyMs: 1_000 } },
    })
    await manual.advance(1_000)
    expect(asked.map(({ key }) => key)).toEqual(['prices'])
    expect(first()).toMatchObject({ id, key: 'prices' })
    expect(recurring.read(id).argument).toBe('{"page":1}')
    await recurring.remove(id)
    expect(saved.map((all) => all.map(({ key }) => key))).toEqual([['catalog'], ['prices'], []])
    await manual.advance(hour)
    expect(asked).toHaveLength(1)
    expect(() => recurring.read(id)).toThrow(expect.objectContaining({ code: 'unknown-recurring' }))
  })

  it.each([
    ['an empty key', { key: '' }, 'bad-key'],
    ['a backoff of more than 30 days', { backoffMs: LIMITS.backoffMs + 1 }, 'bad-backoff'],
    ['no JSON', { argument: '{' }, 'bad-argument'],
    ['a large argument', { argument: `"${'é'.repeat(LIMITS.keptArgument / 2)}"` }, 'argument-too-large'],
    ['no interval', { times: { kind: 'every', everyMs: 10 } as const }, 'bad-interval'],
    ['no cron', { times: { kind: 'cron', expression: 'x', zone: 'utc' } as const }, 'bad-cron'],
    ['another’s id', { id: 'gone' }, 'unknown-recurring'],
  ])('with %s are refused, and nothing is saved', async (_what, wrong, code) => {
    const { recurring, saved } = openBench()
    await expect(recurring.save({ entry: { ...every5m, id: null, ...wrong } })).rejects.toMatchObject({
      code,
    })
    expect(saved).toEqual([])
  })

  it('are 100 at most', async () => {
    const entries = Array.from({ length: LIMITS.recurring }, (_, n) => ({ ...every5m, id: `e${n}` }))
    const { recurring } = openBench({ entries })
    await expect(recurring.save({ entry: { ...every5m, id: null } })).rejects.toMatchObject({
      code: 'too-many-recurring',
    })
  })

  it('stop with their runtime', async () => {
    const { manual, recurring, asked } = openBench({ entries: [every5m] })
    recurring.close()
    await manual.advance(hour)
    expect(asked).toEqual([])
    expect(manual.pending()).toEqual([])
  })
})
