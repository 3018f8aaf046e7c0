import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { KeyholdError } from '../../src/processor/errors'
import type { HandlerProgress, HandlerRun, ScheduleRequest } from '../../src/handlers/handler-runner'
import { buildHost, failureOf, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost
let bench: Bench
const progress: { jobId: number; told: HandlerProgress }[] = []
const scheduled: { request: ScheduleRequest; run: HandlerRun }[] = []

beforeAll(async () => {
  host = await buildHost()
  bench = await openBench(host, {
    graceMs: 2_000,
    onProgress: (jobId, told) => progress.push({ jobId, told }),
    schedule: async (request, run) => {
      scheduled.push({ request, run })
      if (request.key === '') throw new KeyholdError('bad-key', 'The key is empty.', 'Give one.')
      return { outcome: 'scheduled', jobId: scheduled.length }
    },
  })
})
afterAll(async () => {
  await bench.dispose()
  await host.remove()
})
beforeEach(() => {
  bench.lines.length = 0
  progress.length = 0
  scheduled.length = 0
})

const textsOf = (): readonly string[] => bench.lines.map(({ text }) => text)

it('says which job it is', async () => {
  await bench.write(
    'job.js',
    `export default (arg, { key, attempt, scheduledAt, backoffMs, log }) =>
      log.info(JSON.stringify({ key, attempt, scheduledAt, backoffMs }))`,
  )
  const job = { key: 'seller:1', attempt: 2, scheduledAt: 1_700_000_000_000, backoffMs: 5_000 }
  await bench.run('job.js', null, job)
  expect(textsOf()).toEqual([JSON.stringify(job)])
})

describe('sleep', () => {
  it('waits, and refuses what is no time', async () => {
    await bench.write(
      'sleeps.js',
      `export default async (arg, { sleep, log }) => {
        const from = performance.now()
        await sleep(30)
        log.info(performance.now() - from >= 29)
        for (const bad of [-1, NaN, '5s', 1e12]) await sleep(bad).catch((error) => log.info(error.name))
      }`,
    )
    await bench.run('sleeps.js')
    expect(textsOf()).toEqual(['true', 'RangeError', 'RangeError', 'RangeError', 'RangeError'])
  })

  it.each([
    { why: 'the time limit', name: 'TimeoutError', code: 'timeout' },
    { why: 'an abort', name: 'AbortError', code: 'aborted' },
  ])('ends with the reason of the signal: $why', async ({ name, code }) => {
    await bench.write(
      'woken.js',
      `export const options = { timeoutMs: ${code === 'timeout' ? 100 : 60_000} }
       export default async (arg, { sleep, signal, log }) => {
        log.info('sleeps')
        await sleep(3_600_000).catch((error) => {
          log.info(error.name, error === signal.reason)
          throw error
        })
      }`,
    )
    const abort = new AbortController()
    const failed = failureOf(bench.run('woken.js', null, { signal: abort.signal }))
    await expect.poll(textsOf, { timeout: 10_000 }).toContain('sleeps')
    if (code === 'aborted') abort.abort()
    expect((await failed).code).toBe(code)
    expect(textsOf()).toEqual(['sleeps', `${name} true`])
  })
})

describe('progress', () => {
  it('comes for its job, the newest, however often it is told', async () => {
    await bench.write(
      'far.js',
      `export default (arg, { progress }) => {
        for (let n = 0; n <= 100_000; n += 1) progress(n / 100_000, 'row ' + n)
      }`,
    )
    const { runMs } = await bench.end('far.js', null, { jobId: 12 })
    expect(progress.at(-1)).toEqual({ jobId: 12, told: { fraction: 1, text: 'row 100000' } })
    expect(progress[0]?.told.fraction).toBe(0)
    expect(progress.length).toBeLessThanOrEqual(runMs / 66 + 2)
  })

  it('is cut to 0 … 1 and to a short text, and fails no job', async () => {
    await bench.write(
      'odd.js',
      `export default async (arg, { progress, sleep }) => {
        for (const odd of [NaN, -1, 7, '0.5', undefined]) { progress(odd, 'x'.repeat(1000)); await sleep(70) }
        progress(0.25, {})
      }`,
    )
    await bench.run('odd.js')
    expect(progress.map(({ told }) => told.fraction)).toEqual([0, 0, 1, 0.5, 0, 0.25])
    expect(progress[0]?.told.text.length).toBeLessThanOrEqual(200)
    expect(progress.at(-1)?.told.text).toBe('')
  })
})

describe('schedule', () => {
  it('goes to the queue with its run, and answers what came of it', async () => {
    await bench.write(
      'follow.js',
      `export default async (arg, { schedule, log }) => log.info(await schedule('next', 500, { n: 1 }))`,
    )
    await bench.run('follow.js', null, { jobId: 5, key: 'first' })
    expect(scheduled).toMatchObject([
      { request: { key: 'next', backoffMs: 500, argument: '{"n":1}' }, run: { jobId: 5, key: 'first' } },
    ])
    expect(textsOf()).toEqual(["{ outcome: 'scheduled', jobId: 1 }"])
  })

  it('rejects with code and sentence what the queue refuses, and what cannot be asked of it', async () => {
    await bench.write(
      'refused.js',
      `export default async (arg, { schedule, log }) => {
        const tell = (error) => log.info(error.code + ': ' + error.message)
        const ring = {}; ring.ring = ring
        await schedule('', 1).catch(tell)
        await schedule(7, 1).catch(tell)
        await schedule('k', '1').catch(tell)
        await schedule('k', 1, ring).catch(tell)
        await schedule('k', 1, 5n).catch(tell)
        await schedule('k', 1, () => 1).catch(tell)
        await schedule('k', 1, 'x'.repeat(1_048_576)).catch(tell)
      }`,
    )
    await bench.run('refused.js')
    expect(textsOf()).toEqual([
      'bad-key: The key is empty.',
      'bad-key: A key is a text of at most 1024 bytes.',
      'bad-backoff: A backoff is a number of milliseconds.',
      'bad-argument: The argument is nothing that JSON can say.',
      'bad-argument: The argument is nothing that JSON can say.',
      'bad-argument: The argument is nothing that JSON can say.',
      'bad-argument: The argument is longer than 1048576 bytes of JSON.',
    ])
    expect(scheduled).toHaveLength(1)
  })

  it('takes many at once, few of them on their way', async () => {
    await bench.write(
      'many.js',
      `export default async (arg, { schedule }) => {
        const answers = await Promise.all(Array.from({ length: 500 }, (_, n) => schedule('k' + n, 0)))
        return new Set(answers.map(({ jobId }) => jobId)).size
      }`,
    )
    expect(await bench.run('many.js')).toBe(500)
    expect(scheduled.map(({ request }) => request.key)).toEqual(
      Array.from({ length: 500 }, (_, n) => `k${n}`),
    )
  })
})
