import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { openReadyBench, type RuntimeBench } from '../runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const job = (key: string, argument = 'null') => ({ key, backoffMs: 0, argument })

const withConcurrency = (jobs: number): string =>
  `export const options = { concurrency: ${jobs} }
   export default (_, { sleep }) => sleep(50)`

/** Runs twelve jobs. @returns how many of them ran at the same time at most */
async function mostAtOnce(bench: RuntimeBench, key: string): Promise<number> {
  const { runtime } = bench
  let most = 0
  const unsubscribe = runtime.onChange(() => (most = Math.max(most, runtime.live().counters.running)))
  await runtime.repeat({ ...job(`${key}:{n}`), count: 12 })
  await bench.live('all twelve have run', ({ counters, repeats }) => {
    return repeats.every(({ state }) => state === 'done') && counters.running + counters.waiting === 0
  })
  unsubscribe()
  return most
}

describe('the handlers of a runtime', () => {
  it('lists the samples of a new folder, with the active one and what each does', async () => {
    const { runtime, folder } = await openReadyBench(host)
    const listed = await runtime.handlers.list()
    expect(listed.folder).toBe(folder)
    expect(listed.handlers.map(({ file, active }) => ({ file, active }))).toEqual([
      { file: 'crash.js', active: false },
      { file: 'echo.js', active: true },
      { file: 'flaky.js', active: false },
      { file: 'http-get.js', active: false },
      { file: 'wait.js', active: false },
    ])
    for (const { summary, problem } of listed.handlers) {
      expect(summary).not.toBe('')
      expect(problem).toBeUndefined()
    }
  })

  it('switches with the next job: the one that runs goes on with its own script', async () => {
    const bench = await openReadyBench(host, {
      handler: 'wait.js',
      scripts: { 'other.js': 'export default () => 7' },
    })
    const { runtime } = bench
    await runtime.schedule(job('first', '{"ms":500}'))
    await runtime.schedule(job('second'))
    await bench.live('the first runs', (live) => live.running[0]?.key === 'first')
    const version = runtime.live().handlersVersion
    const { handlers } = await runtime.handlers.use('other.js')
    expect(handlers.filter(({ active }) => active).map(({ file }) => file)).toEqual(['other.js'])
    expect(runtime.live()).toMatchObject({ handler: { file: 'other.js' } })
    expect(runtime.live().handlersVersion).toBeGreaterThan(version)
    expect(runtime.profile.handler).toBe('other.js')
    await bench.live('both have run', (live) => live.finishedCount === 2)
    const { rows } = await runtime.finished({ offset: 0, limit: 2 })
    expect(rows.map(({ key, handler, pauseMs }) => ({ key, handler, pauseMs }))).toEqual([
      { key: 'second', handler: 'other.js', pauseMs: 7 },
      { key: 'first', handler: 'wait.js', pauseMs: 0 },
    ])
  })

  it('keeps the active script when another one cannot be used', async () => {
    const { runtime } = await openReadyBench(host, { scripts: { 'broken.js': 'export default (' } })
    await expect(runtime.handlers.use('broken.js')).rejects.toMatchObject({ code: 'bad-script' })
    await expect(runtime.handlers.use('missing.js')).rejects.toMatchObject({ code: 'bad-script' })
    await expect(runtime.handlers.use('../echo.js')).rejects.toMatchObject({ code: 'bad-script' })
    expect(runtime.live().handler).toMatchObject({ file: 'echo.js', problem: undefined })
  })

  it('says when the active script breaks, runs its last good text meanwhile, and the new one once it is whole', async () => {
    const bench = await openReadyBench(host, {
      handler: 'mine.js',
      scripts: { 'mine.js': 'export default () => 1' },
    })
    const { runtime, folder } = bench
    const good = (await bench.live('it was loaded', (live) => live.handler.version)).handler.version
    writeFileSync(join(folder, 'mine.js'), '\nexport default (')
    const broken = await bench.live('it is seen', (live) => live.handler.problem)
    expect(broken.handler).toMatchObject({ version: good, problem: { code: 'bad-script', line: 2 } })
    const listed = (await runtime.handlers.list()).handlers.find(({ active }) => active)
    expect(listed).toMatchObject({ file: 'mine.js', problem: { code: 'bad-script', line: 2 } })
    expect(listed?.version).not.toBe(good)
    await runtime.schedule(job('meanwhile'))
    await bench.live('its job is done', (live) => live.counters.done === 1)
    writeFileSync(join(folder, 'mine.js'), 'export default () => 3')
    const whole = await bench.live('it is whole', (live) => !live.handler.problem)
    await runtime.schedule(job('after'))
    await bench.live('its job is done too', (live) => live.counters.done === 2)
    const { rows } = await runtime.finished({ offset: 0, limit: 2 })
    expect(rows.map(({ pauseMs, handlerVersion }) => ({ pauseMs, handlerVersion }))).toEqual([
      { pauseMs: 3, handlerVersion: whole.handler.version },
      { pauseMs: 1, handlerVersion: good },
    ])
    rmSync(join(folder, 'mine.js'))
    await bench.live('it is missed', (live) => live.handler.problem)
  })

  it('fails the jobs of a script that was never good, with the line at fault', async () => {
    const bench = await openReadyBench(host, {
      handler: 'never.js',
      scripts: { 'never.js': 'export default (' },
    })
    const { handler } = await bench.live('it is seen', (live) => live.handler.problem)
    expect(handler).toMatchObject({ version: undefined, options: undefined, concurrency: 1 })
    await bench.runtime.schedule(job('never'))
    await bench.live('its job has failed', (live) => live.counters.failed === 1)
    const { rows } = await bench.runtime.finished({ offset: 0, limit: 1 })
    expect(rows[0]).toMatchObject({ error: { code: 'bad-script' }, handlerVersion: undefined })
  })

  it('runs as many jobs at once as profile and script both allow, and follows the script', async () => {
    const bench = await openReadyBench(host, {
      concurrency: 3,
      handler: 'many.js',
      scripts: { 'many.js': withConcurrency(8) },
    })
    const { runtime, folder } = bench
    await bench.live('the profile bounds it', ({ handler }) => handler.concurrency === 3)
    expect(await mostAtOnce(bench, 'first')).toBe(3)
    writeFileSync(join(folder, 'many.js'), withConcurrency(2))
    await bench.live('the script bounds it', ({ handler }) => handler.concurrency === 2)
    expect(await mostAtOnce(bench, 'second')).toBe(2)
    expect(runtime.live().counters.failed).toBe(0)
  })

  it('goes on with the next job after a script crashed its host', async () => {
    const bench = await openReadyBench(host, { handler: 'crash.js' })
    const { runtime } = bench
    await runtime.schedule(job('crashes'))
    await bench.live('it has crashed', (live) => live.counters.failed === 1)
    const { rows } = await runtime.finished({ offset: 0, limit: 1 })
    expect(rows[0]).toMatchObject({ outcome: 'failed', error: { code: 'crashed' }, handler: 'crash.js' })
    await runtime.handlers.use('echo.js')
    await runtime.schedule(job('next'))
    await bench.live('the next one is done', (live) => live.counters.done === 1)
  })
})
