import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HandlerError } from '../../src/handlers/handler-error'
import { buildHost, isAlive, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost

beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

type Options = Parameters<typeof openBench>[1]

/** Opens a bench for all tests of a describe. */
function sharedBench(options: Options = {}): () => Bench {
  let bench: Bench | undefined
  beforeAll(async () => {
    bench = await openBench(host, { graceMs: 100, ...options })
  })
  afterAll(() => bench?.dispose())
  return () => {
    if (!bench) throw new Error('The bench is not open yet.')
    return bench
  }
}

/** A script that does `body` for the argument "harm", and else tells which thread ran how many of its jobs. */
const harmful = (body: string): string => `
import { threadId } from 'node:worker_threads'
let jobs = 0
export default async function handler(arg, context) {
  jobs += 1
  if (arg === 'harm') {
    ${body}
  }
  return threadId * 1000 + jobs
}
`

/** Runs harm between two sound jobs: the harm fails with `code`, the second job has a fresh worker. */
async function expectHarmEndsAlone(bench: Bench, body: string, code: string): Promise<void> {
  await bench.write('harm.js', harmful(body))
  const before = await bench.run('harm.js')
  const pid = bench.runner.hostPid()

  await expect(bench.run('harm.js', 'harm')).rejects.toMatchObject({ name: 'HandlerError', code })

  const after = await bench.run('harm.js')
  expect(after % 1000).toBe(1)
  expect(Math.floor(after / 1000)).not.toBe(Math.floor(before / 1000))
  expect(bench.runner.hostPid()).toBe(pid)
}

describe('a job without end fails alone', () => {
  const bench = sharedBench({ timeoutMs: 1_000 })
  it.each([
    ['an endless synchronous loop', 'for (;;);'],
    ['an endless loop of promises', 'for (;;) await null'],
    ['a promise that never settles', 'await new Promise(() => {})'],
  ])('%s', (_name, body) => expectHarmEndsAlone(bench(), body, 'timeout'))

  it('but one that ends when its signal aborts keeps its result', async () => {
    await bench().write(
      'late.js',
      `export default (arg, { signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(5)))`,
    )
    expect(await bench().run('late.js')).toBe(5)
  })
})

describe('a job that takes memory without end fails alone', () => {
  const bench = sharedBench({ memoryMb: 32 })
  it.each([
    ['on the heap', 'const kept = []; for (;;) kept.push(new Array(10_000).fill({}))'],
    ['in buffers', 'const kept = []; for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1))'],
    [
      'in buffers, with breaks',
      `const kept = []
       for (;;) { kept.push(Buffer.alloc(8 * 1024 * 1024, 1)); await new Promise(setImmediate) }`,
    ],
  ])('%s', (_name, body) => expectHarmEndsAlone(bench(), body, 'out-of-memory'))

  it('and a neighbour that takes little goes on', async () => {
    await bench().write(
      'harm.js',
      harmful('const kept = []; for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1))'),
    )
    await bench().write(
      'neighbour.js',
      `export default (arg, { log, signal }) => {
        log.info('neighbour runs')
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(9)))
      }`,
    )
    const stop = new AbortController()
    const neighbour = bench().run('neighbour.js', null, { signal: stop.signal })
    await expect.poll(() => textsOf(bench()), { timeout: 10_000 }).toContain('neighbour runs')
    await expect(bench().run('harm.js', 'harm')).rejects.toMatchObject({ code: 'out-of-memory' })
    stop.abort()
    expect(await neighbour).toBe(9)
  })
})

describe('a job that ends its worker fails alone', () => {
  const bench = sharedBench()
  it.each([
    ['process.exit()', 'process.exit(3)', 'exited'],
    ['a throw in a timer', 'setTimeout(() => { throw 1 }); await new Promise(() => {})', 'threw'],
    ['a rejection nobody handles', 'Promise.reject(null); await new Promise(() => {})', 'threw'],
  ])('%s', (_name, body, code) => expectHarmEndsAlone(bench(), body, code))
})

describe('a job that ends the host', () => {
  const bench = sharedBench()
  it.each([
    { harm: 'process.abort()', body: 'process.abort()', signal: 'SIGABRT' },
    {
      harm: 'a fault of native code',
      body: `process.kill(process.pid, 'SIGSEGV'); for (;;);`,
      signal: 'SIGSEGV',
    },
  ])('by $harm has crashed, and a new host runs the next one', async ({ body, signal }) => {
    await bench().write('harm.js', harmful(body))
    await bench().run('harm.js')
    const pid = bench().runner.hostPid()
    const crashed: unknown = await bench()
      .run('harm.js', 'harm')
      .catch((error: unknown) => error)
    expect(crashed).toMatchObject({ code: 'crashed' })
    expect(String(crashed)).toContain(signal)
    expect(await bench().run('harm.js')).toBeGreaterThan(0)
    expect(bench().runner.hostPid()).toBeTypeOf('number')
    expect(bench().runner.hostPid()).not.toBe(pid)
  })

  it('by one allocation larger than its heap is out of memory: its last words say so', async () => {
    // V8 writes this line and aborts. Whether a real allocation comes that far depends on the machine's memory.
    const lastWords = 'FATAL ERROR: CALL_AND_RETRY_LAST Allocation failed - JavaScript heap out of memory'
    await bench().write(
      'harm.js',
      harmful(
        `const { writeSync } = await import('node:fs'); writeSync(2, '${lastWords}\\n'); process.abort()`,
      ),
    )
    await expect(bench().run('harm.js', 'harm')).rejects.toMatchObject({ code: 'out-of-memory' })
    expect(await bench().run('harm.js')).toBeGreaterThan(0)
    expect(textsOf(bench())).toContain(lastWords)
  })

  it('is called once: the new host does not run it again', async () => {
    await bench().write(
      'harm.js',
      harmful(`const { appendFileSync } = await import('node:fs')
        appendFileSync(new URL('./calls', import.meta.url), 'called\\n')
        process.abort()`),
    )
    await expect(bench().run('harm.js', 'harm')).rejects.toMatchObject({ code: 'crashed' })
    await bench().run('harm.js')
    expect(await readFile(join(bench().folder, 'calls'), 'utf8')).toBe('called\n')
  })

  it('takes no job with it whose script was still loading', async () => {
    await bench().write(
      'harm.js',
      harmful(`context.log.info('crashes soon'); ${untilFileIsThere('go')}; process.abort()`),
    )
    await bench().write(
      'slow.js',
      `console.log('slow loads'); ${untilFileIsThere('loaded')}; export default () => 7`,
    )
    const crashing = bench()
      .run('harm.js', 'harm')
      .catch((error: unknown) => error)
    const loading = bench().run('slow.js')
    await expect.poll(() => textsOf(bench()), { timeout: 10_000 }).toContain('crashes soon')
    await expect.poll(() => textsOf(bench()), { timeout: 10_000 }).toContain('slow loads')
    await bench().write('go', '')
    expect(await crashing).toMatchObject({ code: 'crashed' })
    await bench().write('loaded', '')
    expect(await loading).toBe(7)
  })

  it('as its script loads is given up', async () => {
    await bench().write('killer.js', 'process.abort(); export default () => 0')
    await expect(bench().run('killer.js')).rejects.toMatchObject({ code: 'crashed' })
    await bench().write('sound.js', 'export default () => 1')
    expect(await bench().run('sound.js')).toBe(1)
  })
})

/** Statements for a script: go on once a file of that name lies beside it. */
const untilFileIsThere = (name: string): string =>
  `const { existsSync } = await import('node:fs')
   while (!existsSync(new URL('./${name}', import.meta.url))) await new Promise((go) => setTimeout(go, 20))`

const textsOf = (bench: Bench): readonly string[] => bench.lines.map(({ text }) => text)

describe('what a handler throws', () => {
  const bench = sharedBench()
  it.each([
    { thrown: 'null', says: 'threw null' },
    { thrown: 'new TypeError("no such seller")', says: 'threw TypeError: no such seller' },
    { thrown: '"plain text"', says: "threw 'plain text'" },
    { thrown: 'new Proxy({}, { getPrototypeOf() { throw 1 }, get() { throw 2 } })', says: 'threw a Proxy' },
    {
      thrown: 'Object.defineProperty(new Error("x"), "message", { get() { throw new Error("y") } })',
      says: 'threw something that cannot be read',
    },
    { thrown: 'new Error("outer", { cause: new Error("inner") })', says: 'threw Error: outer: inner' },
    { thrown: 'AbortSignal.abort().reason', says: 'threw AbortError: This operation was aborted' },
  ])('$thrown is told', async ({ thrown, says }) => {
    await bench().write('harm.js', harmful(`throw ${thrown}`))
    await expect(bench().run('harm.js', 'harm')).rejects.toMatchObject({
      code: 'threw',
      message: `harm.js ${says}`,
    })
  })

  it('is cut: a message of 10 MB to 4 KiB, a deep stack to 16 KiB', async () => {
    await bench().write(
      'harm.js',
      `Error.stackTraceLimit = 2_000
       const deep = (left) => { if (left > 0) deep(left - 1); else throw new Error('ä'.repeat(5_000_000)) }
       export default () => deep(1_500)`,
    )
    const error: unknown = await bench()
      .run('harm.js')
      .catch((thrown: unknown) => thrown)
    const { message, scriptStack } = error instanceof HandlerError ? error : expect.fail('not a HandlerError')
    expect(Buffer.byteLength(message)).toBeGreaterThan(3_000)
    expect(Buffer.byteLength(message)).toBeLessThan(4_096 + 32)
    expect(Buffer.byteLength(scriptStack)).toBeGreaterThan(10_000)
    expect(Buffer.byteLength(scriptStack)).toBeLessThanOrEqual(16_384)
  })
})

describe('what a handler returns', () => {
  const bench = sharedBench()
  beforeAll(() => bench().write('returns.js', 'export default (text) => (0, eval)(`(${text})`)'))

  it.each([
    { result: 'undefined', pause: 0 },
    { result: '0', pause: 0 },
    { result: '250.5', pause: 250.5 },
    { result: '86_400_000', pause: 86_400_000 },
    { result: 'Promise.resolve(7)', pause: 7 },
  ])('$result is a pause of $pause ms', async ({ result, pause }) => {
    expect(await bench().run('returns.js', result)).toBe(pause)
  })

  it.each([
    'NaN',
    '-1',
    '86_400_001',
    'Infinity',
    '"100"',
    'null',
    '10n',
    '() => 1',
    '{}',
    'new Proxy({}, {})',
  ])('%s is no pause', async (result) => {
    await expect(bench().run('returns.js', result)).rejects.toMatchObject({ code: 'bad-result' })
  })
})

describe('an abort', () => {
  const bench = sharedBench()
  /** Runs a script until it has logged that it began, then aborts it. */
  async function abortOnceBegun(body: string): Promise<Promise<number>[]> {
    bench().lines.length = 0
    await bench().write('harm.js', harmful(`context.log.info('begun'); ${body}`))
    const abort = new AbortController()
    const running = bench().run('harm.js', 'harm', { signal: abort.signal })
    await expect.poll(() => textsOf(bench()), { timeout: 10_000 }).toContain('begun')
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
    expect(await bench().run('harm.js')).toBeGreaterThan(0)
  })

  it('does not undo what the handler still brings to its end', async () => {
    const [running] = await abortOnceBegun(
      `return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve(42)))`,
    )
    expect(await running).toBe(42)
  })

  it('before the run keeps the handler from being called', async () => {
    bench().lines.length = 0
    await bench().write('harm.js', harmful(`context.log.info('called')`))
    const signal = AbortSignal.abort()
    await expect(bench().run('harm.js', 'harm', { signal })).rejects.toMatchObject({ code: 'aborted' })
    await bench().run('harm.js')
    expect(bench().lines).toEqual([])
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
