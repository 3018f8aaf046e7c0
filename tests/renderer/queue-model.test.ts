import { describe, expect, it } from 'vitest'
import type { FinishedRow, RunningRow } from '../../src/contract/queue'
import {
  endedInWords,
  followJob,
  lanesOf,
  standstill,
  whyNoEstimate,
  type TimedWaitingRow,
} from '../../renderer/features/queue/model'
import { quietLiveState } from './quiet-live-state'

const job = { jobId: 7, key: 'a', backoffMs: 0, argument: '{}', scheduledAt: 0 }
const waiting: TimedWaitingRow = { ...job, position: 3, ageMs: 10, readAt: 0 }
const running: RunningRow = { ...job, lane: 1, ageMs: 20, runMs: 5, aborted: false, attempt: 1 }
const finished: FinishedRow = {
  ...job,
  sequence: 1,
  outcome: 'done',
  finishedAt: 30,
  waitMs: 20,
  runMs: 5,
  pauseMs: 0,
  handler: 'echo.js',
  attempts: 1,
  confirmed: true,
}
const nothing = { running: [], runningReadAt: 0, waiting: [], finished: [] }

describe('followJob', () => {
  it('follows a job through its life', () => {
    const chosen = { state: 'waiting', row: waiting } as const
    expect(followJob(chosen, { ...nothing, waiting: [{ ...waiting, position: 1 }] })).toMatchObject({
      state: 'waiting',
      row: { position: 1 },
    })
    expect(followJob(chosen, { ...nothing, running: [running] }).state).toBe('running')
    expect(followJob(chosen, { ...nothing, finished: [finished] }).state).toBe('finished')
  })

  it('believes the end of a job over rows that are older', () => {
    const loaded = { ...nothing, waiting: [waiting], running: [running], finished: [finished] }
    expect(followJob({ state: 'waiting', row: waiting }, loaded).state).toBe('finished')
  })

  it('keeps what it knew of a job that left the rows in view', () => {
    expect(followJob({ state: 'waiting', row: waiting }, nothing)).toEqual({ state: 'left', row: waiting })
  })

  it('keeps an ended job as it ended', () => {
    expect(followJob({ state: 'finished', row: finished }, nothing).state).toBe('finished')
  })
})

describe('lanesOf', () => {
  it('gives every lane its row, at work or not', () => {
    const lanes = lanesOf([running], 3, 100)
    expect(lanes.map(({ lane }) => lane)).toEqual([0, 1, 2])
    expect(lanes.map((lane) => lane.job?.jobId)).toEqual([undefined, 7, undefined])
  })

  it('keeps a lane that is no longer in use until its job has ended', () => {
    expect(lanesOf([{ ...running, lane: 3 }], 1, 100).map(({ lane }) => lane)).toEqual([0, 3])
    expect(lanesOf([], 1, 100).map(({ lane }) => lane)).toEqual([0])
  })
})

describe('standstill', () => {
  it('makes estimates void while the queue is paused or Redis is away, and says so', () => {
    expect(standstill(quietLiveState)).toBeUndefined()
    expect(whyNoEstimate(standstill({ ...quietLiveState, state: 'paused' }))).toBe(
      'not known: the queue is paused',
    )
    expect(whyNoEstimate(standstill({ ...quietLiveState, connection: { state: 'connecting' } }))).toBe(
      'not known: Redis is away',
    )
  })
})

describe('endedInWords', () => {
  it('says of all that ended how each did', () => {
    const counters = { ...quietLiveState.counters, done: 1_204, failed: 3, cancelled: 20, lost: 1 }
    expect(endedInWords(counters)).toBe(
      'Of 1,228 jobs that ended: 1,204 done, 3 failed, 20 cancelled, 1 lost to another instance.',
    )
  })
})
