import { describe, expect, it } from 'vitest'
import type { LiveState } from '../../src/contract/live'
import type { RunningRow } from '../../src/contract/queue'
import { queueStatus } from '../../renderer/features/queue/model'
import { quietLiveState } from './quiet-live-state'
import { whyWaiting } from '../../renderer/features/queue/why-waiting'

const now = 1_700_000_000_000
const counters = { ...quietLiveState.counters, waiting: 3 }
const idle: LiveState = { ...quietLiveState, at: now, counters, handler: { file: 'echo.js', concurrency: 2 } }
const run = (jobId: number, lane: number, runMs: number): RunningRow => ({
  ...{ jobId, lane, runMs, key: `seller:${jobId}`, backoffMs: 0, argument: '{}', scheduledAt: now },
  ...{ ageMs: runMs, aborted: false, attempt: 1 },
})
const of = (changes: Partial<LiveState>, at = now) => whyWaiting({ ...idle, ...changes }, at)
const problem = { code: 'bad-script', message: 'Line 3: unexpected token.', remedy: 'Mend it.' }

describe('why jobs wait', () => {
  it('is nothing to tell where none waits, or jobs run', () => {
    expect(of({ state: 'paused', counters: { ...counters, waiting: 0 } })).toBeUndefined()
    expect(of({})).toBeUndefined()
    expect(of({ running: [run(1, 0, 60_000)] })).toBeUndefined()
    expect(of({ state: 'stopped' })).toBeUndefined()
  })

  it('is a paused queue', () => {
    expect(of({ state: 'paused' })).toEqual({
      cause: 'paused',
      sentence: 'The queue is paused: 3 jobs wait until it is resumed.',
      help: { kind: 'resume' },
    })
  })

  it('is a handler that never loaded; with a last good version jobs run on', () => {
    const handler = { ...idle.handler, problem }
    expect(of({ handler })).toMatchObject({
      cause: 'handler-broken',
      sentence: 'echo.js cannot be loaded: every job that starts fails until it is mended.',
      help: { kind: 'handlers' },
    })
    expect(of({ handler: { ...handler, version: 'f'.repeat(64) } })).toBeUndefined()
  })

  it('is Redis that is away', () => {
    const away = { state: 'away', since: now - 60_000, error: problem } as const
    expect(of({ connection: away })).toMatchObject({ cause: 'redis-away', help: { kind: 'connection' } })
    expect(of({ connection: away })?.sentence).toMatch(/^Redis is away since \d\d:\d\d:\d\d: jobs start late/)
  })

  it('is lanes that are all busy: with what, and for how long', () => {
    const running = [run(1, 0, 2_000), run(2, 1, 182_000)]
    expect(of({ running }, now + 1_000)).toMatchObject({
      cause: 'lanes-busy',
      sentence: 'All 2 lanes are busy: job 2 (seller:2) has run longest, for 3m 3s.',
      help: { kind: 'job', job: { jobId: 2 } },
    })
    expect(of({ running: [run(1, 0, 2_000)], handler: { file: 'a.js', concurrency: 1 } })?.sentence).toBe(
      'The lane is busy: job 1 (seller:1) has run for 2s.',
    )
    expect(of({ running: [run(1, 0, 20), run(2, 1, 30)] })).toBeUndefined()
  })

  it('is the pause that the handler asked for, until it is over', () => {
    const startWaits = { pausingLanes: 2, pause: { ms: 2_000, endsAt: now + 1_200 }, retrying: 0 }
    expect(of({ startWaits })).toMatchObject({
      cause: 'lanes-pausing',
      sentence: 'echo.js asked for a pause of 2.0 s: the next job starts in 2s.',
    })
    expect(of({ startWaits }, now + 1_200)).toBeUndefined()
    expect(of({ startWaits: { ...startWaits, pausingLanes: 1 } })).toBeUndefined()
    expect(of({ startWaits: { ...startWaits, pausingLanes: 1 }, running: [run(1, 0, 5)] })?.sentence).toBe(
      'echo.js asked for a pause of 2.0 s: the next job starts in 2s; 1 other lane is busy.',
    )
    const short = { ...startWaits, pause: { ms: 40, endsAt: now + 40 } }
    expect(of({ startWaits: short })).toBeUndefined()
  })

  it('is the moment of the next attempt, where all wait for one', () => {
    const startWaits = { pausingLanes: 0, retrying: 3, retryDueAt: now + 3_400 }
    expect(of({ startWaits })).toMatchObject({
      cause: 'retries',
      sentence: '3 jobs wait for the next attempt, the first in 4s.',
    })
    expect(of({ startWaits: { ...startWaits, retrying: 2 } })).toBeUndefined()
    expect(of({ startWaits }, now + 3_400)).toBeUndefined()
  })
})

describe('the state of the queue', () => {
  it('is not Running where nothing runs', () => {
    const word = (changes: Partial<LiveState>): string => queueStatus({ ...idle, ...changes }, now).word
    expect(word({})).toBe('Running')
    expect(
      word({ startWaits: { pausingLanes: 2, pause: { ms: 2_000, endsAt: now + 9 }, retrying: 0 } }),
    ).toBe('Between two jobs')
    expect(word({ startWaits: { pausingLanes: 0, retrying: 3, retryDueAt: now + 9 } })).toBe(
      'Waiting to retry',
    )
    expect(word({ counters: { ...counters, waiting: 0 } })).toBe('Ready')
    expect(word({ running: [run(1, 0, 9_000), run(2, 1, 5)] })).toBe('Running')
  })
})
