import { describe, expect, it } from 'vitest'
import { linesMark, mergeLines, noLines, timesOf } from '../../renderer/features/queue/job/model'
import type { FinishedRow } from '../../src/contract/queue'
import type { JobView } from '../../renderer/features/queue/model'
import { backoffText } from '../../renderer/ui/backoff'
import { exactDuration } from '../../renderer/ui/duration'

const line = (text: string) => ({ level: 'info', text, at: 0 }) as const
const job = { jobId: 7, key: 'a', backoffMs: 0, argument: '{}', scheduledAt: 1_000 }
const finished: FinishedRow = {
  ...{
    ...job,
    sequence: 1,
    outcome: 'done' as const,
    finishedAt: 1_900,
    waitMs: 300,
    runMs: 500,
    pauseMs: 0,
  },
  ...{ handler: 'echo.js', attempts: 1, confirmed: true },
}

describe('lines that are fetched as they come', () => {
  const answer = (from: number, texts: readonly string[], leftOut = 0) => ({
    ...{ from, lines: texts.map(line), leftOut, total: from + texts.length },
  })

  it('are added to those that are known, and those that are no longer kept go', () => {
    const first = mergeLines(noLines, answer(0, ['a', 'b']))
    expect(mergeLines(first, answer(2, []))).toBe(first)
    expect(mergeLines(first, answer(2, ['c'], 1))).toEqual({ leftOut: 1, lines: [line('b'), line('c')] })
  })

  it('are taken as they are where those that are known do not go before them', () => {
    const known = { leftOut: 0, lines: ['a', 'b', 'c'].map(line) }
    expect(mergeLines(known, answer(0, ['x']))).toEqual({ leftOut: 0, lines: [line('x')] })
    expect(mergeLines(known, answer(9, ['y'], 9))).toEqual({ leftOut: 9, lines: [line('y')] })
  })

  it('are asked for when there may be more', () => {
    const running = { ...job, lane: 0, ageMs: 1, runMs: 1, aborted: false, attempt: 1 }
    const mark = (lines?: number): string =>
      linesMark({ state: 'running', readAt: 0, row: lines === undefined ? running : { ...running, lines } })
    expect(new Set([mark(), mark(1), mark(2), linesMark({ state: 'finished', row: finished })]).size).toBe(4)
    expect(mark(1)).toBe(mark(1))
  })
})

describe('the times of a job', () => {
  it('are those that are known where it is in its life', () => {
    const waits: JobView = { state: 'waiting', row: { ...job, position: 0, ageMs: 1, readAt: 0 } }
    expect(timesOf(waits)).toEqual({ scheduledAt: 1_000, startedAt: undefined, finishedAt: undefined })
    expect(timesOf({ state: 'finished', row: finished })).toEqual({
      ...{ scheduledAt: 1_000, startedAt: 1_300, finishedAt: 1_900 },
    })
    const neverRun = { ...finished, outcome: 'cancelled', attempts: 0 } as const
    expect(timesOf({ state: 'finished', row: neverRun }).startedAt).toBeUndefined()
  })

  it('have lengths to the millisecond', () => {
    expect([0, 999.4, 4_212, 252_031].map(exactDuration)).toEqual([
      '0 ms',
      '999 ms',
      '4.2 s (4,212 ms)',
      '4m 12s (252,031 ms)',
    ])
  })
})

describe('a backoff as it is typed', () => {
  it('is short where that loses nothing', () => {
    expect([0, 250, 90_000, 5_400_000, 1_234, 90_500, 93_784_000].map(backoffText)).toEqual([
      '0ms',
      '250ms',
      '1m 30s',
      '1h 30m',
      '1234ms',
      '90500ms',
      '93784000ms',
    ])
  })
})
