import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { channels } from '../../../src/contract/channels'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { openReadyBench } from '../runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const job = (key: string) => ({ key, backoffMs: 0, argument: 'null' })
const GOOD = 'export default () => 5'

describe('what the page asks of handlers', () => {
  it('makes a script from a template, which loads as it is', async () => {
    const { runtime } = await openReadyBench(host)
    const templates = runtime.handlers.templates()
    expect(templates.length).toBeGreaterThan(0)
    const [{ file, text } = { file: '', text: '' }] = templates
    const saved = await runtime.handlers.save({ file, text, expected: null })
    expect(saved).toMatchObject({ outcome: 'saved', script: { file, text } })
    const { handlers } = await runtime.handlers.use(file)
    expect(handlers.find(({ active }) => active)).toMatchObject({ file })
  })

  it('tells what is wrong with a text before it is saved', async () => {
    const { runtime } = await openReadyBench(host)
    const check = (text: string) => runtime.handlers.checkText({ file: 'draft.ts', text })
    expect(await check('export default (n: number): number => n')).toEqual({ problem: null })
    const { problem } = await check('const a = 1\nexport default (a: number => a\n')
    expect(problem).toMatchObject({ code: 'bad-script', line: 2 })
    expect(channels['handlers.check-text'].response.safeParse({ problem }).success).toBe(true)
  })

  it('answers as the contract says', async () => {
    const bench = await openReadyBench(host, { scripts: { 'broken.js': 'export default (' } })
    const { handlers } = bench.runtime
    const listed = await handlers.list()
    expect(z.strictObject(channels['handlers.list'].response.shape).safeParse(listed).error).toBeUndefined()
    expect(listed.handlers.find(({ file }) => file === 'broken.js')?.problem).toMatchObject({ line: 1 })
    const live = await bench.live('it was loaded', ({ handler }) => handler.options)
    expect(channels['live.open'].response.safeParse(live).error).toBeUndefined()
  })

  it('says at once what a save did to the active script', async () => {
    const bench = await openReadyBench(host, { handler: 'mine.js', scripts: { 'mine.js': GOOD } })
    const { handlers } = bench.runtime
    const { version } = await handlers.read('mine.js')
    const outcome = await handlers.save({ file: 'mine.js', text: 'export default (', expected: version })
    expect(outcome).toMatchObject({ outcome: 'saved' })
    await bench.live('it is seen', ({ handler }) => handler.problem?.code === 'bad-script')
    const stale = await handlers.save({ file: 'mine.js', text: GOOD.replace('5', '6'), expected: version })
    expect(stale).toMatchObject({ outcome: 'changed-outside', script: { text: 'export default (' } })
  })

  it('renames the active script, which stays active and runs the next job', async () => {
    const bench = await openReadyBench(host, { handler: 'mine.js', scripts: { 'mine.js': GOOD } })
    const { runtime, folder } = bench
    await bench.live('it was loaded', ({ handler }) => handler.version)
    const { handlers } = await runtime.handlers.rename({ file: 'mine.js', to: 'ours.js' })
    expect(handlers.find(({ active }) => active)?.file).toBe('ours.js')
    expect(runtime.profile.handler).toBe('ours.js')
    expect(existsSync(join(folder, 'mine.js'))).toBe(false)
    await runtime.schedule(job('next'))
    await bench.live('its job is done', ({ counters }) => counters.done === 1)
    expect(runtime.live().handler.problem).toBeUndefined()
    const { rows } = await runtime.finished({ offset: 0, limit: 1 })
    expect(rows[0]).toMatchObject({ handler: 'ours.js', pauseMs: 5 })
    const renamed = runtime.handlers.rename({ file: 'ours.js', to: 'echo.js' })
    await expect(renamed).rejects.toMatchObject({ code: 'script-exists' })
    expect(runtime.handlers.activeFile).toBe('ours.js')
  })

  it('trashes any script but the active one', async () => {
    const { runtime, folder } = await openReadyBench(host, { scripts: { 'mine.js': GOOD } })
    const { handlers } = await runtime.handlers.trash('mine.js')
    expect(handlers.map(({ file }) => file)).not.toContain('mine.js')
    expect(existsSync(join(folder, 'mine.js'))).toBe(false)
    await expect(runtime.handlers.trash('echo.js')).rejects.toMatchObject({ code: 'script-is-active' })
    await expect(runtime.handlers.trash('mine.js')).rejects.toMatchObject({ code: 'no-such-script' })
    await expect(runtime.handlers.trash('../x.js')).rejects.toMatchObject({ code: 'bad-script-name' })
    expect(existsSync(join(folder, 'echo.js'))).toBe(true)
  })

  it('lets a read-only profile read and check, and change nothing', async () => {
    const { runtime, folder } = await openReadyBench(host, { readOnly: true })
    writeFileSync(join(folder, 'mine.js'), GOOD)
    const { handlers } = runtime
    const { version } = await handlers.read('mine.js')
    expect(await handlers.checkText({ file: 'mine.js', text: GOOD })).toEqual({ problem: null })
    expect(await handlers.pathOf('mine.js')).toBe(join(folder, 'mine.js'))
    const refused = { code: 'read-only' }
    const save = handlers.save({ file: 'mine.js', text: '', expected: version })
    await expect(save).rejects.toMatchObject(refused)
    await expect(handlers.rename({ file: 'mine.js', to: 'a.js' })).rejects.toMatchObject(refused)
    await expect(handlers.trash('mine.js')).rejects.toMatchObject(refused)
    await expect(handlers.use('mine.js')).rejects.toMatchObject(refused)
    expect((await handlers.read('mine.js')).text).toBe(GOOD)
  })
})
