import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

const standard = { timeoutMs: 60_000, memoryMb: 128, attempts: 1, retryDelaysMs: [], concurrency: 1 }

describe('the options of a script', () => {
  it.each([
    { says: 'none', text: '', comeTo: standard },
    { says: '{}', text: 'export const options = {}', comeTo: standard },
    {
      says: 'all of them',
      text: `export const options = { timeoutMs: 1_000, memoryMb: 64, attempts: 3, retryDelayMs: 250, concurrency: 4 }`,
      comeTo: { timeoutMs: 1_000, memoryMb: 64, attempts: 3, retryDelaysMs: [250, 250], concurrency: 4 },
    },
    {
      says: 'a delay that grows with the attempt',
      text: 'export const options = { attempts: 4, retryDelayMs: (attempt) => 100.4 * 2 ** attempt }',
      comeTo: { ...standard, attempts: 4, retryDelaysMs: [201, 402, 803] },
    },
  ])('$says', async ({ text, comeTo }) => {
    await bench.write('options.js', `${text}\nexport default () => 0`)
    expect((await bench.runner.check('options.js')).options).toEqual(comeTo)
  })

  it.each([
    { options: '5', says: 'exports options that are no object.', remedy: 'export const options' },
    {
      options: '{ timeout: 5 }',
      says: 'exports options with "timeout", which is none.',
      remedy: 'timeoutMs',
    },
    { options: '{ timeoutMs: 0 }', says: 'timeoutMs is 0.', remedy: 'of ms from 1 to 86400000' },
    { options: '{ memoryMb: 5_000 }', says: 'memoryMb is 5000.', remedy: 'of MiB from 16 to 4096' },
    { options: '{ attempts: 1.5 }', says: 'attempts is 1.5.', remedy: 'of runs from 1 to 100' },
    { options: '{ concurrency: "2" }', says: 'concurrency is of type string.', remedy: 'from 1 to 64' },
    {
      options: '{ attempts: 3, retryDelayMs: (n) => n === 2 ? NaN : 1 }',
      says: 'retryDelayMs(2) is NaN.',
      remedy: '',
    },
    { options: '{ get attempts() { throw new Error("no") } }', says: 'that threw Error: no.', remedy: '' },
    { options: 'new Proxy({}, {})', says: 'that are no object.', remedy: '' },
  ])('$options is refused', async ({ options, says, remedy }) => {
    await bench.write('options.js', `export const options = ${options}\nexport default () => 0`)
    const error = await failureOf(bench.runner.check('options.js'))
    expect(error.code).toBe('bad-script')
    expect(error.message).toMatch(/^options\.js /)
    expect(error.message).toContain(says)
    expect(error.remedy).toContain(remedy)
  })

  it('bound the time of a run', async () => {
    await bench.write(
      'short.js',
      'export const options = { timeoutMs: 50 }\nexport default () => { for (;;); }',
    )
    const error = await failureOf(bench.run('short.js'))
    expect(error).toMatchObject({
      code: 'timeout',
      message: 'short.js did not end within 50 ms. It was ended 100 ms after its signal had aborted.',
    })
    expect(error.runMs).toBeGreaterThanOrEqual(50)
  })

  it('bound the memory of a run, however they are written', async () => {
    const heap = `import { resourceLimits } from 'node:worker_threads'
      const n = 40
      export default () => resourceLimits.maxOldGenerationSizeMb`
    await bench.write('plain.js', `export const options = { memoryMb: 1_00 }\n${heap}`)
    await bench.write('computed.js', `${heap}\nexport const options = { ['memory' + 'Mb']: n + 8 }`)
    await bench.write('standard.js', heap)
    expect(await bench.run('plain.js')).toBe(100)
    expect(await bench.run('computed.js')).toBe(48)
    expect(await bench.run('standard.js')).toBe(128)
  })
})

describe('another attempt', () => {
  const script = (body: string, timeoutMs = 20_000): string =>
    `export const options = { timeoutMs: ${timeoutMs}, memoryMb: 32, attempts: 3, retryDelayMs: (n) => n * 100 }
     export default async (arg, context) => { ${body} }`
  it.each([
    { end: 'a throw', body: 'throw new Error("no")', code: 'threw' },
    { end: 'the time limit', body: 'for (;;);', code: 'timeout' },
    { end: 'process.exit', body: 'process.exit(0)', code: 'exited' },
    {
      end: 'a full heap',
      body: 'const all = []; for (;;) all.push(new Array(10_000).fill({}))',
      code: 'out-of-memory',
    },
    { end: 'a crash of the host', body: 'process.abort()', code: 'crashed' },
  ])('comes after $end', async ({ body, code }) => {
    await bench.write('again.js', script(body, code === 'timeout' ? 100 : 20_000))
    const first = await failureOf(bench.run('again.js'))
    expect(first).toMatchObject({ code, retryDelayMs: 100, notStarted: false })
    expect(first.version).toMatch(/^[0-9a-f]{64}$/)
    expect(await failureOf(bench.run('again.js', null, { attempt: 2 }))).toMatchObject({
      code,
      retryDelayMs: 200,
    })
    expect((await failureOf(bench.run('again.js', null, { attempt: 3 }))).retryDelayMs).toBeUndefined()
  })

  it('never comes after a bad result, an abort, or without options for it', async () => {
    await bench.write('never.js', script('return "no pause"'))
    expect(await failureOf(bench.run('never.js'))).toMatchObject({
      code: 'bad-result',
      retryDelayMs: undefined,
    })
    await bench.write('never.js', script('context.log.info("begun"); for (;;);'))
    const abort = new AbortController()
    const running = failureOf(bench.run('never.js', null, { signal: abort.signal }))
    await expect.poll(() => bench.lines.map(({ text }) => text), { timeout: 10_000 }).toContain('begun')
    abort.abort()
    expect(await running).toMatchObject({ code: 'aborted', retryDelayMs: undefined, notStarted: false })
    await bench.write('never.js', 'export default () => { throw 1 }')
    expect(await failureOf(bench.run('never.js'))).toMatchObject({ code: 'threw', retryDelayMs: undefined })
  })

  it('is told to the script', async () => {
    await bench.write('told.js', 'export default (arg, { attempt }) => attempt')
    expect(await bench.run('told.js', null, { attempt: 7 })).toBe(7)
  })
})
