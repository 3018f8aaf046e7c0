import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, harmful, isAlive, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost

beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

describe('an abort', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench(host, { graceMs: 100 })
  })
  afterAll(() => bench.dispose())
  const texts = (): readonly string[] => bench.lines.map(({ text }) => text)

  /** Runs a script until it has logged that it began, then aborts it. */
  async function abortOnceBegun(body: string): Promise<Promise<number>[]> {
    bench.lines.length = 0
    await bench.write('harm.js', harmful(`context.log.info('begun'); ${body}`))
    const abort = new AbortController()
    const running = bench.run('harm.js', 'harm', { signal: abort.signal })
    await expect.poll(texts, { timeout: 10_000 }).toContain('begun')
    abort.abort()
    // In an array: a promise given back as it is would be waited for here.
    return [running]
  }

  it('reaches context.signal, and a handler that then gives up is aborted', async () => {
    const [running] = await abortOnceBegun(
      `await new Promise((_, reject) => context.signal.addEventListener('abort', () => reject(new Error('gave up'))))`,
    )
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
  })

  it('ends a handler that does not listen, after the grace', async () => {
    const [running] = await abortOnceBegun('for (;;);')
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
    expect(await bench.run('harm.js')).toBeGreaterThan(0)
  })

  it('does not undo what the handler still brings to its end', async () => {
    const [running] = await abortOnceBegun(
      `return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve(42)))`,
    )
    expect(await running).toBe(42)
  })

  it('before the run keeps the handler from being called', async () => {
    bench.lines.length = 0
    await bench.write('harm.js', harmful(`context.log.info('called')`))
    const signal = AbortSignal.abort()
    await expect(bench.run('harm.js', 'harm', { signal })).rejects.toMatchObject({ code: 'aborted' })
    await bench.run('harm.js')
    expect(bench.lines).toEqual([])
  })
})

describe('the end of a runner', () => {
  let bench: Bench | undefined
  afterEach(() => bench?.dispose())

  it('aborts what runs and leaves no process', async () => {
    bench = await openBench(host)
    await bench.write('harm.js', harmful('for (;;);'))
    await bench.run('harm.js')
    const pid = bench.runner.hostPid()
    expect(pid).toBeTypeOf('number')
    const running = bench.run('harm.js', 'harm').catch((error: unknown) => error)
    await bench.runner.close()
    expect(await running).toMatchObject({ code: 'aborted' })
    expect(isAlive(pid ?? 0)).toBe(false)
    expect(bench.runner.hostPid()).toBeUndefined()
    await expect(bench.run('harm.js')).rejects.toMatchObject({ code: 'aborted' })
  })
})
