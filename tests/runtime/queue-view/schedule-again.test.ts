import { describe, expect, it } from 'vitest'
import type { FinishedRow } from '../../../src/contract/queue'
import type { ScheduleOutcome } from '../../../src/processor/outcomes'
import { bulkSentence } from '../../../renderer/ui/bulk/bulk-words'
import { BulkActs } from '../../../src/runtime/bulk/bulk-acts'
import { scheduleAgainPlan } from '../../../src/runtime/jobs/queue-view/schedule-again'
import { finishedMatches } from '../../../src/runtime/jobs/queue-view/finished-matches'
import { RecentLog } from '../../../src/runtime/recent-log'
import { systemClock } from '../../../src/processor/clock'
import { waitFor } from '../../support/wait-for'

function row(changes: Partial<FinishedRow> & { readonly sequence: number }): FinishedRow {
  return {
    jobId: changes.sequence,
    key: `key:${changes.sequence}`,
    backoffMs: 5,
    argument: '{}',
    scheduledAt: 0,
    outcome: 'done',
    finishedAt: changes.sequence * 1_000,
    waitMs: 0,
    runMs: 1,
    pauseMs: 0,
    handler: 'echo.js',
    attempts: 1,
    confirmed: true,
    ...changes,
  }
}

async function again(
  jobs: readonly FinishedRow[],
  outcomeOf: (key: string) => ScheduleOutcome,
  total = jobs.length,
) {
  const asked: unknown[] = []
  const acts = new BulkActs({ clock: systemClock, changed: () => undefined, note: () => undefined })
  const { actId } = acts.start(
    scheduleAgainPlan({
      jobs,
      total,
      argumentOf: (jobId) => (jobId === 4 ? undefined : `{"whole":${jobId}}`),
      schedule: (job) => {
        asked.push(job)
        return new Promise((resolve) => resolve(outcomeOf(job.key)))
      },
    }),
    { about: { act: 'schedule-again' } },
  )
  const act = await waitFor(() => acts.views().find(({ state }) => state !== 'working'), { what: 'ended' })
  return { asked, act, failures: acts.failures(actId, { offset: 0, limit: 10 }).rows }
}

describe('scheduling finished jobs again', () => {
  it('asks with key, backoff and the whole argument, and says of each that was refused why', async () => {
    const { asked, act, failures } = await again(
      [1, 2, 3, 4].map((sequence) => row({ sequence })),
      (key) =>
        key === 'key:2'
          ? { outcome: 'queued-here', jobId: 9, state: 'running' }
          : key === 'key:3'
            ? { outcome: 'held', remainingMs: 1, redisKey: 'x', generation: '0', owner: { kind: 'go-io' } }
            : { outcome: 'scheduled', jobId: 10 },
    )
    expect(asked[0]).toEqual({ key: 'key:1', backoffMs: 5, argument: '{"whole":1}' })
    expect(asked).toHaveLength(3)
    expect(act).toMatchObject({ state: 'done', total: 4, changed: 1, failed: 3 })
    expect(failures.map(({ subject, reason }) => `${subject} ${reason}`)).toEqual([
      'key:2 A job with this key runs here already.',
      'key:3 Its key is held in Redis.',
      'key:4 Its argument is no longer kept.',
    ])
  })

  it('ends at the first failure of Redis, with its words', async () => {
    const jobs = Array.from({ length: 1_200 }, (_, index) => row({ sequence: index + 10 }))
    const { asked, act } = await again(jobs, () => ({
      ...{ outcome: 'redis-error', code: 'not-connected', message: 'Redis is away.' },
    }))
    expect(act.state).toBe('failed')
    expect(act.error?.message).toContain('Redis is away')
    expect(asked).toHaveLength(500)
    expect(act).toMatchObject({ reached: 500, failed: 500, unreached: 700 })
  })

  it('tells of those that were scheduled beside the one that failed, and of each that failed', async () => {
    const jobs = [1, 2, 3].map((sequence) => row({ sequence }))
    const { act, failures } = await again(jobs, (key) =>
      key === 'key:2'
        ? { outcome: 'redis-error', code: 'not-answering', message: 'Redis does not answer.' }
        : { outcome: 'scheduled', jobId: 10 },
    )
    expect(act).toMatchObject({ state: 'failed', reached: 3, changed: 2, failed: 1 })
    expect(act.error?.message).toContain('Redis')
    expect(failures).toMatchObject([{ subject: 'key:2' }])
    expect(failures[0]?.reason).toContain('Redis')
  })

  it('tells of those beside one whose schedule throws', async () => {
    const jobs = [1, 2, 3].map((sequence) => row({ sequence }))
    const { act, failures } = await again(jobs, (key) => {
      if (key === 'key:1') throw new Error('no such backoff')
      return { outcome: 'scheduled', jobId: 10 }
    })
    expect(act).toMatchObject({ state: 'failed', changed: 2, failed: 1 })
    expect(failures).toMatchObject([{ subject: 'key:1', reason: 'no such backoff' }])
  })

  it('schedules one key once, the newest of its jobs, and says so of the others', async () => {
    const jobs = [
      row({ sequence: 9, key: 'twice' }),
      row({ sequence: 8 }),
      row({ sequence: 7, key: 'twice' }),
    ]
    const { asked, act, failures } = await again(jobs, () => ({ outcome: 'scheduled', jobId: 10 }))
    expect(asked).toMatchObject([{ key: 'twice', argument: '{"whole":9}' }, { key: 'key:8' }])
    expect(act).toMatchObject({ state: 'done', total: 3, changed: 2, failed: 1 })
    expect(failures).toMatchObject([
      { subject: 'twice', reason: 'A newer job with this key was selected too: a key is scheduled once.' },
    ])
  })

  it('has in its account those that are no longer kept', async () => {
    const { act } = await again([row({ sequence: 1 })], () => ({ outcome: 'scheduled', jobId: 10 }), 3)
    expect(act).toMatchObject({ state: 'done', total: 3, reached: 1, changed: 1 })
    expect(bulkSentence(act)).toBe('Done: 1 job scheduled again, 2 no longer kept.')
  })
})

describe('the filter of finished jobs', () => {
  const log = new RecentLog<FinishedRow>(100)
  for (let n = 1; n <= 20; n += 1) {
    log.push((sequence) =>
      row({
        sequence,
        ...(n % 4 === 0 ? { outcome: 'failed', handler: 'send.ts' } : {}),
        key: n > 10 ? `seller:${n}` : `order:${n}`,
      }),
    )
  }
  const all = { text: '', outcomes: [], handler: '' }
  const found = (filter: object, limit = 100) =>
    finishedMatches(log, { ...all, ...filter }, { offset: 0, limit }).rows.map(({ sequence }) => sequence)

  it('lets through by key, outcome, handler and time, newest first', () => {
    expect(found({ text: 'order' })).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    expect(found({ outcomes: ['failed'] })).toEqual([20, 16, 12, 8, 4])
    expect(found({ outcomes: ['failed', 'done'], text: 'seller' })).toHaveLength(10)
    expect(found({ handler: 'send' })).toEqual([20, 16, 12, 8, 4])
    expect(found({ from: 3_000, to: 6_000 })).toEqual([5, 4, 3])
    expect(found({ from: 19_000, outcomes: ['failed'], text: 'seller' })).toEqual([20])
  })

  it('gives a range of the matches, and how many there are', () => {
    const answer = finishedMatches(log, { ...all, outcomes: ['failed'] }, { offset: 1, limit: 2 })
    expect(answer).toMatchObject({ total: 5, rows: [{ sequence: 16 }, { sequence: 12 }] })
  })
})
