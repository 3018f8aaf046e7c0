import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { waitFor } from '../support/wait-for'
import { openReadyBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const job = (key: string, argument = 'null') => ({ key, backoffMs: 0, argument })

describe('the handlers of a runtime', () => {
  it('lists the samples of a new folder, with the active one and what each does', async () => {
    const { runtime, folder } = await openReadyBench(host)
    const listed = await runtime.handlers()
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
    const { handlers } = await runtime.useHandler('other.js')
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
    await expect(runtime.useHandler('broken.js')).rejects.toMatchObject({ code: 'bad-script' })
    await expect(runtime.useHandler('missing.js')).rejects.toMatchObject({ code: 'bad-script' })
    await expect(runtime.useHandler('../echo.js')).rejects.toMatchObject({ code: 'bad-script' })
    expect(runtime.live().handler).toEqual({ file: 'echo.js', problem: undefined })
  })

  it('says when the active script is broken, and when it is whole again', async () => {
    const bench = await openReadyBench(host, {
      handler: 'mine.js',
      scripts: { 'mine.js': 'export default () => 1' },
    })
    const { runtime, folder } = bench
    await waitFor(() => runtime.live().handlersVersion > 0, { what: 'it was checked' })
    writeFileSync(join(folder, 'mine.js'), 'export const notDefault = 1')
    const broken = await bench.live('it is seen', (live) => live.handler.problem)
    expect(broken.handler.problem?.code).toBe('bad-script')
    await runtime.schedule(job('meanwhile'))
    await bench.live('its job has failed', (live) => live.counters.failed === 1)
    writeFileSync(join(folder, 'mine.js'), 'export default () => 3')
    await bench.live('it is repaired', (live) => !live.handler.problem)
    await runtime.schedule(job('after'))
    await bench.live('its job is done', (live) => live.counters.done === 1)
    rmSync(join(folder, 'mine.js'))
    await bench.live('it is missed', (live) => live.handler.problem)
  })

  it('goes on with the next job after a script crashed its host', async () => {
    const bench = await openReadyBench(host, { handler: 'crash.js' })
    const { runtime } = bench
    await runtime.schedule(job('crashes'))
    await bench.live('it has crashed', (live) => live.counters.failed === 1)
    const { rows } = await runtime.finished({ offset: 0, limit: 1 })
    expect(rows[0]).toMatchObject({ outcome: 'failed', error: { code: 'crashed' }, handler: 'crash.js' })
    await runtime.useHandler('echo.js')
    await runtime.schedule(job('next'))
    await bench.live('the next one is done', (live) => live.counters.done === 1)
  })
})
