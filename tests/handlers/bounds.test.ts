import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, failureOf, harmful, openBench, type Bench, type BuiltHost } from './handler-host'

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

describe('a job that reaches out', () => {
  const bench = sharedBench()
  it.each([
    ['import("electron")', 'harm.js threw Error: harm.js imports "electron", which handlers cannot use.'],
    [
      'import("electron/main")',
      'harm.js threw Error: harm.js imports "electron/main", which handlers cannot use.',
    ],
    ['import("nowhere")', 'harm.js threw Error: harm.js imports "nowhere", which is not there.'],
  ])('for %s is refused', async (reach, says) => {
    await bench().write('harm.js', harmful(`await ${reach}`))
    const { code, message } = await failureOf(bench().run('harm.js', 'harm'))
    expect([code, message]).toEqual(['threw', says])
  })

  it('to the output of its process writes lines of the log, few of many', async () => {
    bench().lines.length = 0
    await bench().write(
      'harm.js',
      harmful(`const { writeSync } = await import('node:fs')
        for (let n = 0; n < 50_000; n += 1) writeSync(1, 'past the console\\n')`),
    )
    const from = performance.now()
    await bench().run('harm.js', 'harm')
    await expect.poll(() => textsOf(bench())).toContain('Further lines of this second are dropped.')
    const seconds = Math.ceil((performance.now() - from) / 1_000) + 1
    expect(bench().lines.length).toBeLessThanOrEqual(201 * seconds)
    expect(bench().lines[0]).toMatchObject({ text: 'past the console', run: undefined })
  })
})

describe('whatever a job does', () => {
  const bench = sharedBench({ memoryMb: 32 })
  const harms = [
    { body: 'for (;;);', code: 'timeout' },
    { body: 'const kept = []; for (;;) kept.push(new Array(10_000).fill({}))', code: 'out-of-memory' },
    { body: 'process.exit()', code: 'exited' },
    { body: 'setTimeout(() => { throw 1 }); await new Promise(() => {})', code: 'threw' },
    { body: 'throw new Error("x".repeat(10_000_000))', code: 'threw' },
    { body: 'for (let n = 0; n < 100_000; n += 1) console.log(n); return 10n', code: 'bad-result' },
  ]
  it('no other one is lost', async () => {
    await bench().write('sound.js', 'export default async (n, { sleep }) => { await sleep(2); return n }')
    let isOver = false
    const neighbours = [0, 1].map(async () => {
      const answers: number[] = []
      while (!isOver) answers.push(await bench().run('sound.js', answers.length))
      return answers
    })
    const codes: string[] = []
    for (const [index, { body, code }] of harms.entries()) {
      const limit = code === 'timeout' ? 'export const options = { timeoutMs: 300 }' : ''
      await bench().write(`harm-${index}.js`, limit + harmful(body))
      codes.push((await failureOf(bench().run(`harm-${index}.js`, 'harm'))).code)
    }
    isOver = true
    for (const answers of await Promise.all(neighbours)) {
      expect(answers.length).toBeGreaterThan(0)
      expect(answers).toEqual(answers.map((_, index) => index))
    }
    expect(codes).toEqual(harms.map(({ code }) => code))
  })
})
