import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FOLLOW_UPS_PER_JOB } from '../../../src/runtime/handlers/follow-ups'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { waitFor } from '../../support/wait-for'
import { openReadyBench, type RuntimeBench } from '../runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const job = (key: string, argument: unknown = null, backoffMs = 0) => ({
  key,
  backoffMs,
  argument: JSON.stringify(argument),
})
const open = (script: string, scripts: Readonly<Record<string, string>> = {}) =>
  openReadyBench(host, { handler: 'mine.js', scripts: { 'mine.js': script, ...scripts } })
const finished = async ({ runtime }: RuntimeBench, limit = 10) =>
  (await runtime.finished({ offset: 0, limit })).rows

const isRetried = ({ code }: { readonly code: string }): boolean => code === 'keyhold_job_retried'
const retriedOnce = ({ log }: RuntimeBench) =>
  waitFor(() => log.some(isRetried), { what: 'it has failed once' })

describe('a job that is run again', () => {
  const FAILS_TWICE = `
    export const options = { attempts: 3, retryDelayMs: (attempt) => attempt * 300 }
    export default (_, { attempt, log }) => {
      log.info('attempt', attempt)
      if (attempt < 3) throw new Error('not yet ' + attempt)
    }`

  it('shows what it waits for, keeps its hold, and says at its end how often it ran', async () => {
    const bench = await open(FAILS_TWICE)
    const { runtime, redis } = bench
    // How often a job may be run is known here once the script was looked at.
    await bench.live('the script is loaded', ({ handler }) => handler.options !== undefined)
    await runtime.schedule(job('again', null, 60_000))
    await retriedOnce(bench)
    const [row] = (await runtime.waiting({ offset: 0, limit: 1 })).rows
    expect(row?.retry).toMatchObject({ attempts: 3, error: { code: 'threw' } })
    expect(await redis.dbsize()).toBeGreaterThan(1)
    expect(await runtime.schedule(job('again'))).toMatchObject({ outcome: 'queued-here', state: 'waiting' })
    await bench.live('it is done', ({ counters }) => counters.done === 1)
    const { version } = runtime.live().handler
    expect((await finished(bench))[0]).toMatchObject({
      outcome: 'done',
      attempts: 3,
      handler: 'mine.js',
      handlerVersion: version,
    })
    expect(runtime.live().counters).toMatchObject({ failed: 0, done: 1 })
    const retried = bench.log.filter(isRetried)
    expect(retried.map(({ fields }) => fields['attempt'])).toEqual([2, 3])
  })

  it('is cancelled between its attempts, and its key is free', async () => {
    const bench = await open(`
      export const options = { attempts: 2, retryDelayMs: 60_000 }
      export default () => { throw new Error('never') }`)
    const { runtime } = bench
    await runtime.schedule(job('again', null, 60_000))
    await retriedOnce(bench)
    const [row] = (await runtime.waiting({ offset: 0, limit: 1 })).rows
    expect(row?.retry).toMatchObject({ attempt: 2, attempts: 2 })
    expect(row?.expectedWaitMs).toBeGreaterThan(30_000)
    expect(await runtime.cancel(row?.jobId ?? 0)).toEqual({ outcome: 'removed' })
    expect((await finished(bench))[0]).toMatchObject({ outcome: 'cancelled', attempts: 1 })
    expect(await runtime.schedule(job('again'))).toMatchObject({ outcome: 'scheduled' })
  })

  it('has failed when its last attempt has, with the error of that one', async () => {
    const bench = await open(`
      export const options = { attempts: 2, retryDelayMs: 0 }
      export default (_, { attempt }) => { throw new Error('attempt ' + attempt) }`)
    await bench.runtime.schedule(job('fails'))
    await bench.live('it has failed', ({ counters }) => counters.failed === 1)
    const [row] = await finished(bench)
    expect(row).toMatchObject({ outcome: 'failed', attempts: 2, error: { code: 'threw' } })
    expect(row?.error?.message).toContain('attempt 2')
  })
})

describe('a job that runs', () => {
  it('shows how far it is, and nothing of that once it has ended', async () => {
    const bench = await open(`
      export default async (_, { progress, sleep }) => {
        progress(0.25, 'a quarter')
        await sleep(60_000)
      }`)
    const { runtime } = bench
    await runtime.schedule(job('slow'))
    const live = await bench.live('it says how far it is', ({ running }) => running[0]?.progress)
    expect(live.running[0]).toMatchObject({
      key: 'slow',
      attempt: 1,
      progress: { fraction: 0.25, text: 'a quarter' },
    })
    await runtime.cancel(live.running[0]?.jobId ?? 0)
    await bench.live('it has ended', ({ counters }) => counters.cancelled === 1)
    expect(runtime.live().running).toEqual([])
  })

  it('names the text that ran, which can be read when the file is another', async () => {
    const bench = await open('export default () => 1')
    const { runtime, folder } = bench
    await runtime.schedule(job('first'))
    await bench.live('it is done', ({ counters }) => counters.done === 1)
    const [row] = await finished(bench)
    const version = row?.handlerVersion ?? ''
    expect(version).toBe((await runtime.handlers.read('mine.js')).version)
    await runtime.handlers.save({ file: 'mine.js', text: 'export default () => 2', expected: version })
    expect(await readFile(join(folder, 'mine.js'), 'utf8')).toBe('export default () => 2')
    expect(await runtime.handlers.textOf(version)).toEqual({
      file: 'mine.js',
      text: 'export default () => 1',
      version,
    })
    expect(await runtime.handlers.textOf('0'.repeat(64))).toBeNull()
    await runtime.schedule(job('second'))
    await bench.live('it is done too', ({ counters }) => counters.done === 2)
    expect((await finished(bench))[0]?.handlerVersion).not.toBe(version)
  })
})

describe('a job that schedules others', () => {
  it('goes through the same dedup as anybody, and hears what became of each', async () => {
    const bench = await open(`
      export default async (seed, { schedule, log, key }) => {
        if (seed === null) return
        const said = []
        for (const [key, backoffMs] of [['child', 60_000], ['child', 0], ['held', 0]]) {
          said.push((await schedule(key, backoffMs)).outcome)
        }
        said.push((await schedule(key, 0)).state)
        said.push(await schedule('', 0).catch(({ code }) => code))
        said.push(await schedule('child', -1).catch(({ code }) => code))
        log.info(said.join(' '))
      }`)
    const { runtime, redis } = bench
    const generation = runtime.live().generation ?? ''
    await runtime.schedule(job('held', null, 60_000))
    await bench.live('it is held', ({ counters }) => counters.done === 1)
    await runtime.schedule(job('parent', 'seed'))
    await bench.live('parent and child are done', ({ counters }) => counters.done === 3)
    const lines = bench.log.filter(({ code }) => code === 'keyhold_handler_log')
    expect(lines.map(({ fields }) => fields['text'])).toEqual([
      'scheduled queued-here held running bad-key bad-backoff',
    ])
    expect(generation).not.toBe('')
    const names = await redis.keys('*')
    expect(names.filter((name) => name.includes('child'))).toHaveLength(1)
    expect(runtime.live().counters).toMatchObject({ refusedHere: 2, held: 1 })
  })

  it('schedules no more than its bound', async () => {
    const bench = await open(`
      export default async (_, { schedule, log, key }) => {
        if (key !== 'parent') return
        const answers = await Promise.all(
          Array.from({ length: ${FOLLOW_UPS_PER_JOB + 2} }, () =>
            schedule('parent', 0).then(({ outcome }) => outcome, ({ code }) => code)))
        log.info(answers.slice(-3).join(' '))
      }`)
    await bench.runtime.schedule(job('parent'))
    await bench.live('it is done', ({ counters }) => counters.done === 1)
    const line = bench.log.find(({ code }) => code === 'keyhold_handler_log')
    expect(line?.fields['text']).toBe('queued-here too-many-follow-ups too-many-follow-ups')
  })
})
