import { describe, expect, it } from 'vitest'
import type { ScheduleOutcome } from '../../src/processor/outcomes'
import { importPlan } from '../../src/runtime/imports/import-plan'
import { jobUuids } from '../../src/runtime/repeats/job-uuids'
import type { RepeatPlan } from '../../src/runtime/repeats/repeat-plan'
import { templatePlan } from '../../src/runtime/repeats/repeat-plan'
import { Repeats } from '../../src/runtime/repeats/repeats'
import { waitFor } from '../support/wait-for'

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

/** Runs a plan to its end. */
async function run(plan: RepeatPlan, outcomeOf: (key: string) => ScheduleOutcome) {
  const jobs: { key: string; argument: string }[] = []
  const repeats = new Repeats(
    (job) => {
      jobs.push(job)
      return Promise.resolve(outcomeOf(job.key))
    },
    () => undefined,
  )
  const { repeatId } = repeats.start(plan)
  const ended = (): boolean => !['scheduling', 'paused'].includes(repeats.views()[0]?.state ?? '')
  await waitFor(ended, { what: 'the end' })
  const text = (format: 'csv' | 'jsonl'): string => [...repeats.report(repeatId, format)].join('')
  return { jobs, text }
}

const scheduled = (): ScheduleOutcome => ({ outcome: 'scheduled', jobId: 1 })

describe('the UUIDs of an act', () => {
  it('are version 4, differ by job and by act, and are the same again for the same job', () => {
    const [one, other] = [jobUuids(), jobUuids()]
    const many = Array.from({ length: 1_000 }, (_, index) => one(index))
    expect(many.every((uuid) => UUID.test(uuid))).toBe(true)
    expect(new Set(many).size).toBe(1_000)
    expect(one(42)).toBe(many[42])
    expect(other(42)).not.toBe(many[42])
  })
})

describe('the report of an act', () => {
  it('names each job by the key that it was scheduled with, {uuid} and {now} included', async () => {
    const argument = '{"id":"{uuid}","at":"{now}","n":{n}}'
    const plan = templatePlan({ key: 'o:{n}:{uuid}:{now}', argument, backoffMs: 0, count: 1_500 })
    const { jobs, text } = await run(plan, scheduled)
    const lines = text('jsonl').trim().split('\n')
    expect(lines).toHaveLength(1_500)
    expect(lines.map((line) => (JSON.parse(line) as { key: string }).key)).toEqual(jobs.map(({ key }) => key))
    const { id, at, n } = JSON.parse(jobs[3]?.argument ?? '') as { id: string; at: string; n: number }
    expect(jobs[3]?.key).toBe(`o:${n}:${id}:${at}`)
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000)
  })

  it('says of each what became of it and why, and of the rest that they were not tried', async () => {
    const outcomes: Record<string, ScheduleOutcome> = {
      'k:2': { outcome: 'queued-here', jobId: 1, state: 'running' },
      'k:3': { outcome: 'held', remainingMs: 5, redisKey: '', generation: '0', owner: { kind: 'go-io' } },
      'k:4': { outcome: 'redis-error', code: 'out-of-memory', message: '' },
    }
    const plan = templatePlan({ key: 'k:{n}', argument: '1', backoffMs: 0, count: 501 })
    const { text } = await run(plan, (key) => outcomes[key] ?? scheduled())
    const lines = text('csv').split('\r\n')
    expect(lines.slice(0, 5)).toEqual([
      'line,key,outcome,reason',
      '1,k:1,scheduled,',
      '2,k:2,queued-here,a job with this key runs here',
      '3,k:3,held,the key is held in Redis',
      '4,k:4,redis-error,out-of-memory',
    ])
    expect(lines[501]).toBe('501,k:501,not-tried,')
  })

  it('leaves {now} in the key of a job that was not tried', () => {
    const plan = templatePlan({ key: 'k:{n}:{now}', argument: '1', backoffMs: 0, count: 2 })
    const repeats = new Repeats(
      () => new Promise(() => undefined),
      () => undefined,
    )
    const { repeatId } = repeats.start(plan)
    expect([...repeats.report(repeatId, 'jsonl')].join('').split('\n')[1]).toBe(
      '{"line":2,"key":"k:2:{now}","outcome":"not-tried","reason":""}',
    )
  })

  it('of an import gives the lines of its file, and quotes what needs quotes', async () => {
    const job = { backoffMs: 0, argument: 'null' }
    const plan = importPlan('orders.csv', [
      { ...job, key: 'a,"b"', line: 2 },
      { ...job, key: '{{n}} as it is', line: 7 },
    ])
    const { text, jobs } = await run(plan, scheduled)
    expect(text('csv').split('\r\n').slice(1, 3)).toEqual([
      '2,"a,""b""",scheduled,',
      '7,{n} as it is,scheduled,',
    ])
    expect(jobs.map(({ key }) => key)).toEqual(['a,"b"', '{n} as it is'])
  })
})
