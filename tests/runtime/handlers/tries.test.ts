import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tryView, type TryView } from '../../../src/contract/handlers'
import { isAlive, buildHost, type BuiltHost } from '../../handlers/handler-host'
import { openReadyBench, type RuntimeBench } from '../runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

type Ended = Extract<TryView['state'], { state: 'ended' }>

const trying = ({ runtime }: RuntimeBench, text: string, argument: unknown = null, file = 'draft.ts') =>
  runtime.handlers.try({ file, text, argument: JSON.stringify(argument) })

async function ended(bench: RuntimeBench, { tryId }: TryView): Promise<TryView & { readonly state: Ended }> {
  const find = () => bench.runtime.live().tries.find((one) => one.tryId === tryId)
  await bench.live('the try has ended', () => find()?.state.state === 'ended')
  const view = find()
  if (view?.state.state !== 'ended') throw new Error('it has ended and is gone')
  return { ...view, state: view.state }
}

describe('a try', () => {
  it('runs a text that is not saved, apart from the queue and with no hold', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    const before = await bench.names()
    const begun = await trying(
      bench,
      `export default async (arg: { n: number }, { progress, schedule, sleep }: any) => {
         console.log('first', arg.n)
         progress(0.5, 'half')
         const { outcome } = await schedule('follow-up', 0)
         console.warn(outcome)
         await sleep(100)
         return 40 + arg.n
       }`,
      { n: 2 },
    )
    expect(begun).toMatchObject({ file: 'draft.ts', state: { state: 'running' }, lineCount: 0 })
    const view = await ended(bench, begun)
    expect(tryView.safeParse(view).error).toBeUndefined()
    expect(view).toMatchObject({
      state: { pauseMs: 42, returned: '42' },
      progress: { fraction: 0.5, text: 'half' },
    })
    expect(view.state.runMs).toBeGreaterThanOrEqual(90)
    expect(view.version).toBeGreaterThan(begun.version)
    const { lines } = runtime.handlers.tryLines({ tryId: begun.tryId, offset: 0 })
    expect(lines.slice(0, 1)).toMatchObject([{ level: 'info', text: 'first 2' }])
    expect(lines.map(({ text }) => text)).toContain('try')
    expect(lines).toHaveLength(view.lineCount)
    const rest = runtime.handlers.tryLines({ tryId: begun.tryId, offset: 1 })
    expect(rest.lines).toEqual(lines.slice(1))
    expect(runtime.live().counters).toMatchObject({ waiting: 0, running: 0, done: 0 })
    expect(await bench.names()).toEqual(before)
  })

  it('says why it failed, with the line of the text', async () => {
    const bench = await openReadyBench(host)
    const thrown = await ended(
      bench,
      await trying(bench, 'export default () => {\n  throw new Error("x".repeat(1e6))\n}'),
    )
    expect(thrown.state.error).toMatchObject({ code: 'threw' })
    expect(thrown.state.error?.stack).toContain('draft.ts:2')
    const broken = await ended(bench, await trying(bench, '\n\nexport default ('))
    expect(broken.state).toMatchObject({ runMs: 0, error: { code: 'bad-script', line: 3 } })
    expect(Buffer.byteLength(JSON.stringify(bench.runtime.live()))).toBeLessThan(8_192)
  })

  it('is stopped although it loops for ever, and the jobs go on meanwhile', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    const begun = await trying(bench, 'export default () => { console.log("in"); for (;;); }')
    await runtime.schedule({ key: 'job', backoffMs: 0, argument: 'null' })
    await bench.live('the job is done', ({ counters }) => counters.done === 1)
    runtime.handlers.stopTry(begun.tryId)
    expect((await ended(bench, begun)).state.error?.code).toBe('aborted')
  }, 20_000)

  it('is one of a few: further ones are refused, and ended ones of the same file give way', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    const endless = 'export default (_, { sleep }) => sleep(60_000)'
    const running = []
    for (const file of ['a.js', 'b.js', 'c.js']) running.push(await trying(bench, endless, null, file))
    await expect(trying(bench, endless)).rejects.toMatchObject({ code: 'too-many-tries' })
    for (const { tryId } of running) runtime.handlers.stopTry(tryId)
    for (const one of running) await ended(bench, one)
    for (const file of ['a.js', 'd.js', 'e.js']) {
      await ended(bench, await trying(bench, 'export default () => 1', null, file))
    }
    expect(runtime.live().tries.map(({ file }) => file)).toEqual(['c.js', 'a.js', 'd.js', 'e.js'])
    const gone = { tryId: running[0]?.tryId ?? '', offset: 0 }
    expect(() => runtime.handlers.tryLines(gone)).toThrow(expect.objectContaining({ code: 'unknown-try' }))
  }, 30_000)

  it('is refused for a bad argument or name, and where the profile is read-only', async () => {
    const bench = await openReadyBench(host, { readOnly: true })
    const { handlers } = bench.runtime
    await expect(trying(bench, 'export default () => 1')).rejects.toMatchObject({ code: 'read-only' })
    const other = await openReadyBench(host, { server: bench.server })
    await expect(trying(other, '', null, '../a.js')).rejects.toMatchObject({ code: 'bad-script-name' })
    const bad = { file: 'a.js', text: '', argument: '{' }
    await expect(other.runtime.handlers.try(bad)).rejects.toMatchObject({ code: 'bad-argument' })
    expect(handlers.activeFile).toBe('echo.js')
    expect(other.runtime.live().tries).toEqual([])
  })

  it('ends with the runtime, and no process is left', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    const begun = await trying(bench, 'export default () => { console.log(process.pid); for (;;); }')
    await bench.live('it runs', ({ tries }) => (tries[0]?.lineCount ?? 0) > 0)
    const [line] = runtime.handlers.tryLines({ tryId: begun.tryId, offset: 0 }).lines
    await runtime.stop({ waiting: 'release' })
    expect(isAlive(Number(line?.text))).toBe(false)
    await expect(trying(bench, 'export default () => 1')).rejects.toMatchObject({ code: 'stopped' })
  }, 20_000)
})
