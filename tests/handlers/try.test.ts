import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HandlerProgress, HandlerTryEnd, HandlerTryLine } from '../../src/handlers/handler-runner'
import { buildHost, failureOf, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost
let bench: Bench

beforeAll(async () => {
  host = await buildHost()
  bench = await openBench(host, { graceMs: 100 })
})
afterAll(async () => {
  await bench.dispose()
  await host.remove()
})

interface Attempt {
  readonly lines: HandlerTryLine[]
  readonly progress: HandlerProgress[]
  readonly end: Promise<HandlerTryEnd>
  stop(): void
}

function attempt(file: string, text: string, argument: unknown = null): Attempt {
  const lines: HandlerTryLine[] = []
  const progress: HandlerProgress[] = []
  const abort = new AbortController()
  const end = bench.runner.try({
    ...{ file, text, argument: JSON.stringify(argument), signal: abort.signal },
    onLine: (line) => lines.push(line),
    onProgress: (told) => progress.push(told),
  })
  end.catch(() => undefined)
  return { lines, progress, end, stop: () => abort.abort() }
}

describe('a try', () => {
  it('runs a text that is not on the disk, and tells what it did', async () => {
    await bench.write('beside.ts', 'export const twice = (n: number): number => 2 * n')
    const tried = attempt(
      'new.ts',
      `import { twice } from './beside.ts'
       console.log('loads')
       export default async (arg: { n: number }, { log, progress, sleep, key, attempt, schedule }) => {
         log.warn('runs', key, attempt)
         progress(0.5, 'half')
         await sleep(40)
         log.info(await schedule('next', 0))
         return twice(arg.n)
       }`,
      { n: 21 },
    )
    const end = await tried.end
    expect(end).toMatchObject({ pauseMs: 42, returned: '42' })
    expect(end.loadMs).toBeGreaterThan(0)
    expect(end.runMs).toBeGreaterThanOrEqual(39)
    expect(end.memoryBytes).toBeGreaterThan(1_000_000)
    expect(tried.progress).toEqual([{ fraction: 0.5, text: 'half' }])
    expect(tried.lines.map(({ level, text }) => `${level} ${text}`)).toEqual([
      'info loads',
      'warn runs try 1',
      'info In a try nothing is scheduled: next.',
      `info { outcome: 'try' }`,
    ])
    expect(tried.lines[0]?.at).toBe(0)
    expect(tried.lines.at(-1)?.at).toBeGreaterThanOrEqual(39)
    expect(await readdir(bench.folder)).not.toContain('new.ts')
    expect(bench.lines).toEqual([])
  })

  it('takes the text that it is given, whatever the file holds', async () => {
    await bench.write('held.js', 'export default () => 1')
    expect(await attempt('held.js', 'export default () => 2').end).toMatchObject({ pauseMs: 2 })
    expect(await bench.run('held.js')).toBe(1)
  })

  it('has a worker of its own each time, which nothing leaks into', async () => {
    const text = 'globalThis.count = (globalThis.count ?? 0) + 1\nexport default () => globalThis.count'
    expect(await attempt('count.js', text).end).toMatchObject({ pauseMs: 1 })
    expect(await attempt('count.js', text).end).toMatchObject({ pauseMs: 1 })
  })

  it('says its lines while it runs, and is stopped', async () => {
    const tried = attempt('loop.js', 'export default (arg, { log }) => { log.info("runs"); for (;;); }')
    await expect.poll(() => tried.lines.map(({ text }) => text), { timeout: 10_000 }).toEqual(['runs'])
    tried.stop()
    expect(await failureOf(tried.end)).toMatchObject({ code: 'aborted', notStarted: false })
  })

  it('is stopped while it loads', async () => {
    const tried = attempt('load.js', 'console.log("loads"); for (;;);')
    await expect.poll(() => tried.lines.map(({ text }) => text), { timeout: 10_000 }).toEqual(['loads'])
    tried.stop()
    expect(await failureOf(tried.end)).toMatchObject({ code: 'aborted', notStarted: true })
  })

  it('that throws names the lines of the text, TypeScript too', async () => {
    const text = `interface Arg {\n  n: number\n}\n\nexport default async (arg: Arg) => {\n  await null\n  throw new Error('here ' + arg.n)\n}`
    const error = await failureOf(attempt('thrower.ts', text, { n: 3 }).end)
    expect(error).toMatchObject({
      code: 'threw',
      message: 'thrower.ts threw Error: here 3',
      line: 7,
      column: 9,
    })
    expect(error.scriptStack).toMatch(/thrower\.ts:7:9/)
    expect(error.loadMs).toBeGreaterThan(0)
    expect(error.memoryBytes).toBeGreaterThan(1_000_000)
  })

  it.each([
    { text: 'export default (', code: 'bad-script', place: { line: 1 } },
    { text: '\nthrow new Error("top")', code: 'bad-script', place: { line: 2, column: 7 } },
    { text: 'export const options = { attempts: 0 }; export default () => 1', code: 'bad-script', place: {} },
    { text: 'export default () => "no pause"', code: 'bad-result', place: {} },
    {
      text: 'export const options = { timeoutMs: 50 }; export default () => { for (;;); }',
      code: 'timeout',
      place: {},
    },
    {
      text: 'export const options = { memoryMb: 16 }; export default () => { const a = []; for (;;) a.push(new Array(10_000).fill({})) }',
      code: 'out-of-memory',
      place: {},
    },
    { text: 'export default () => process.exit()', code: 'exited', place: {} },
  ])('of $text fails as $code', async ({ text, code, place }) => {
    expect(await failureOf(attempt('bad.js', text).end)).toMatchObject({ code, ...place })
  })

  it('that crashes ends no job', async () => {
    await bench.write(
      'job.js',
      `export default (arg, { log, signal }) => {
        log.info('job runs')
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(6)))
      }`,
    )
    const stop = new AbortController()
    const job = bench.run('job.js', null, { signal: stop.signal })
    await expect.poll(() => bench.lines.map(({ text }) => text), { timeout: 10_000 }).toContain('job runs')
    const pid = bench.runner.hostPid()
    expect(await failureOf(attempt('bad.js', 'export default () => process.abort()').end)).toMatchObject({
      code: 'crashed',
    })
    expect(await attempt('good.js', 'export default () => 1').end).toMatchObject({ pauseMs: 1 })
    stop.abort()
    expect(await job).toBe(6)
    expect(bench.runner.hostPid()).toBe(pid)
  })
})

describe('the check of a text', () => {
  it.each([
    { file: 'a.js', text: 'export default () => 1', problem: undefined },
    { file: 'a.ts', text: 'export default (n: number): number => n', problem: undefined },
    { file: 'a.js', text: 'console.log("runs")\nthrow 1\nexport default () => 1', problem: undefined },
    { file: 'a.js', text: 'export default () => 1\n\nconst = 3', problem: { line: 3, column: 7 } },
    {
      file: 'a.js',
      text: 'export const a = 1\nexport default 1\n  let a = 2',
      problem: { line: 3, column: 7 },
    },
    { file: 'a.ts', text: '\nenum Colour { red }\nexport default () => 1', problem: { line: 2, column: 1 } },
    { file: 'a.ts', text: 'export default (n: number => n', problem: { line: 1 } },
    { file: 'a.js', text: 'const a = 1', problem: { message: 'a.js exports no default function.' } },
  ])('$text in $file', async ({ file, text, problem }) => {
    const found = await bench.runner.checkText(file, text)
    if (problem === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject({ code: 'bad-script', ...problem })
  })

  it('runs nothing of it', () => {
    expect(bench.lines.map(({ text }) => text)).not.toContain('runs')
  })
})
