import { expect, it } from 'vitest'
import type { Job } from '../../src/processor/job'
import { WaitingLine } from '../../src/processor/waiting-line'
import { ManualClock } from './manual-clock'

const AHEAD = 2_000

/** Many jobs that were handed over, in an order of their lanes; some that came back; and a queue. */
function openLine() {
  const handed = new Map<number, Job<string>>()
  let listed = 0
  const line = new WaitingLine<string>({
    initialCapacity: 1,
    clock: new ManualClock(),
    ahead: {
      get length() {
        return handed.size
      },
      get: (jobId) => handed.get(jobId),
      list: () => {
        listed += 1
        return [...handed.values()].sort((one, other) => (one.id % 8) - (other.id % 8))
      },
    },
    onDue: () => undefined,
  })
  const add = (key: string): Job<string> => {
    const job: Job<string> = {
      ...{ id: 0, key, backoffMs: 0, arg: '{}', acceptedAt: 0, state: 'waiting' },
      hold: undefined,
    }
    line.add(job)
    return job
  }
  const jobs = Array.from({ length: AHEAD + 100 }, (_, n) => add(`key${n}`))
  for (let n = 0; n < AHEAD + 10; n += 1) {
    const job = line.next()
    if (job && n < AHEAD) handed.set(job.id, job)
    else if (job) line.giveBack(job)
  }
  return { line, ids: jobs.map(({ id }) => id), listed: () => listed }
}

it('tells where jobs wait: handed over, come back and in the queue alike', () => {
  const { line, ids } = openLine()
  expect(line.positionsOf(ids)).toEqual(ids.map((_, place) => place))
  line.putFirst(ids[1_234] ?? 0)
  expect(line.positionsOf(ids.slice(0, 3))).toEqual([1, 2, 3])
  const shown = line.range(0, ids.length).map(({ id }) => id)
  expect(line.positionsOf(shown)).toEqual(shown.map((_, place) => place))
})

it('puts those that were handed over in order once for all jobs that are asked about', () => {
  const { line, ids, listed } = openLine()
  line.positionsOf(ids.slice(0, 200))
  expect(listed()).toBe(1)
  line.positionsOf(ids.slice(AHEAD))
  expect(listed()).toBe(1)
})

it('knows whether a job waits, and finds it, without a look at all that were handed over', () => {
  const { line, ids, listed } = openLine()
  expect(ids.every((id) => line.isWaiting(id) && line.find(id)?.id === id)).toBe(true)
  expect(line.isWaiting(AHEAD * 2)).toBe(false)
  expect(line.find(AHEAD * 2)).toBeUndefined()
  expect(listed()).toBe(0)
})
