import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, failureOf, harmful, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost
let bench: Bench

beforeAll(async () => {
  host = await buildHost()
  bench = await openBench(host)
})
afterAll(async () => {
  await bench.dispose()
  await host.remove()
})

describe('what a handler throws', () => {
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
    await bench.write('harm.js', harmful(`throw ${thrown}`))
    await expect(bench.run('harm.js', 'harm')).rejects.toMatchObject({
      code: 'threw',
      message: `harm.js ${says}`,
    })
  })

  it('is cut: a message of 10 MB to 4 KiB, a deep stack to 16 KiB', async () => {
    await bench.write(
      'harm.js',
      `Error.stackTraceLimit = 2_000
       const deep = (left) => { if (left > 0) deep(left - 1); else throw new Error('ä'.repeat(5_000_000)) }
       export default () => deep(1_500)`,
    )
    const { message, scriptStack } = await failureOf(bench.run('harm.js'))
    expect(Buffer.byteLength(message)).toBeGreaterThan(3_000)
    expect(Buffer.byteLength(message)).toBeLessThan(4_096 + 32)
    expect(Buffer.byteLength(scriptStack)).toBeGreaterThan(10_000)
    expect(Buffer.byteLength(scriptStack)).toBeLessThanOrEqual(16_384)
  })
})

describe('what a handler returns', () => {
  beforeAll(() => bench.write('returns.js', 'export default (text) => (0, eval)(`(${text})`)'))

  it.each([
    { result: 'undefined', pause: 0 },
    { result: '0', pause: 0 },
    { result: '250.5', pause: 250.5 },
    { result: '86_400_000', pause: 86_400_000 },
    { result: 'Promise.resolve(7)', pause: 7 },
  ])('$result is a pause of $pause ms', async ({ result, pause }) => {
    expect(await bench.run('returns.js', result)).toBe(pause)
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
    '(() => { const ring = {}; ring.ring = ring; return ring })()',
    'new Proxy({}, {})',
  ])('%s is no pause', async (result) => {
    await expect(bench.run('returns.js', result)).rejects.toMatchObject({ code: 'bad-result' })
  })
})
