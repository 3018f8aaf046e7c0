import { expect, test } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FinishedRow } from '../src/contract/queue'
import { live, PROFILE, request, schedule } from './support/console'
import { shareKeyhold } from './support/shared-keyhold'

interface Harm {
  readonly name: string
  readonly body: string
  /** The reason by which its job ends; undefined: it ends well. */
  readonly ends: string | undefined
}

const harms: readonly Harm[] = [
  { name: 'a loop without an end', body: 'for (;;);', ends: 'timeout' },
  { name: 'a promise that never settles', body: 'await new Promise(() => {})', ends: 'timeout' },
  { name: 'process.exit', body: 'process.exit(3)', ends: 'exited' },
  { name: 'process.abort', body: 'process.abort()', ends: 'crashed' },
  { name: 'SIGSEGV', body: `process.kill(process.pid, 'SIGSEGV'); for (;;);`, ends: 'crashed' },
  { name: 'throw null', body: 'throw null', ends: 'threw' },
  {
    name: 'throw a Proxy',
    body: 'throw new Proxy({}, { get() { throw new Error("no") } })',
    ends: 'threw',
  },
  { name: 'a message of 10 MB', body: 'throw new Error("x".repeat(10_000_000))', ends: 'threw' },
  { name: 'a BigInt', body: 'return 1n', ends: 'bad-result' },
  { name: 'a cycle', body: 'const o = {}; o.o = o; return o', ends: 'bad-result' },
  { name: 'a function', body: 'return () => 1', ends: 'bad-result' },
  { name: 'a million lines', body: 'for (let n = 0; n < 1_000_000; n += 1) console.log(n)', ends: undefined },
  { name: 'its standard output', body: `process.stdout.write('{"type":"up"}\\n')`, ends: undefined },
  { name: 'import of electron', body: `await import('electron')`, ends: 'threw' },
  {
    name: 'require of electron',
    body: `const { createRequire } = await import('node:module'); createRequire(import.meta.url)('electron')`,
    ends: 'threw',
  },
]

/** How long it takes until they have too much is the machine's affair. */
const hogs: readonly Harm[] = [
  {
    name: 'a heap that grows',
    body: 'const all = []; for (let n = 0; ; n += 1) all.push(new Array(100_000).fill({ n }))',
    ends: 'out-of-memory',
  },
  {
    name: 'buffers that grow',
    body: `const all = []
      for (;;) { all.push(Buffer.alloc(16_000_000, 1)); await new Promise((next) => setTimeout(next, 1)) }`,
    ends: 'out-of-memory',
  },
]

const scriptOf = (all: readonly Harm[], timeoutMs: number): string => `
export const options = { timeoutMs: ${timeoutMs}, memoryMb: 64 }
const harms = {
${all.map(({ name, body }) => `  ${JSON.stringify(name)}: async () => { ${body} },`).join('\n')}
}
export default (name) => harms[name]?.()
`

const it = shareKeyhold()

/** Notes the longest time in which the main process did nothing else. */
const watchMainLoop = (): Promise<void> =>
  it.keyhold.app.evaluate(() => {
    const watch = { longestMs: 0, at: performance.now() }
    Object.assign(globalThis, { loopWatch: watch })
    setInterval(() => {
      const now = performance.now()
      watch.longestMs = Math.max(watch.longestMs, now - watch.at)
      watch.at = now
    }, 5)
  })

const longestGapMs = (): Promise<unknown> =>
  it.keyhold.app.evaluate(() => Reflect.get(globalThis, 'loopWatch') as unknown)

async function finished(): Promise<readonly FinishedRow[]> {
  return (await request(it.page, 'queue.finished', { profileId: PROFILE, offset: 0, limit: 100 })).rows
}

async function use(file: string, text: string): Promise<void> {
  writeFileSync(join(it.handlerFolder, file), text)
  await request(it.page, 'handlers.use', { profileId: PROFILE, file })
}

/** Each of these, and after each a job that does nothing. */
async function scheduleAll(all: readonly Harm[]): Promise<void> {
  for (const { name } of all) {
    await schedule(it.page, `harm:${name}`, { argument: name, backoffMs: 0 })
    await schedule(it.page, `after:${name}`, { argument: 'nothing', backoffMs: 0 })
  }
}

async function expectEnds(all: readonly Harm[]): Promise<void> {
  const find = async (key: string): Promise<FinishedRow | undefined> =>
    (await finished()).find((row) => row.key === key)
  await expect.poll(() => find(`after:${all.at(-1)?.name ?? ''}`), { timeout: 90_000 }).toBeDefined()
  const rows = new Map((await finished()).map((row) => [row.key, row]))
  const ends = all.map(({ name }) => [name, rows.get(`harm:${name}`)?.error?.code])
  expect(ends).toEqual(all.map(({ name, ends: code }) => [name, code]))
  const afters = all.map(({ name }) => [name, rows.get(`after:${name}`)?.outcome])
  expect(afters).toEqual(all.map(({ name }) => [name, 'done']))
  for (const { error } of rows.values()) expect(error?.message.length ?? 0).toBeLessThan(20_000)
  expect(it.keyhold.app.process().pid).toBe(it.keyhold.pid)
}

test('whatever a script does ends its own job with its reason, and no other', async () => {
  test.setTimeout(120_000)
  await use('harms.js', scriptOf(harms, 1_000))
  await watchMainLoop()
  await scheduleAll(harms)
  // The first one is a loop without an end: meanwhile the app answers.
  await expect
    .poll(async () => (await live(it.page)).running.map(({ key }) => key))
    .toEqual([`harm:${harms[0]?.name ?? ''}`])
  await expectEnds(harms)
  test.info().annotations.push({ type: 'main loop', description: JSON.stringify(await longestGapMs()) })
})

test('a script that wants too much memory ends as out of memory', async () => {
  test.setTimeout(120_000)
  await use('hogs.js', scriptOf(hogs, 60_000))
  await scheduleAll(hogs)
  await expectEnds(hogs)
})
