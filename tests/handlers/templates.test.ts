import { afterAll, beforeAll, expect, it } from 'vitest'
import { handlerTemplates } from '../../src/handlers/templates'
import { buildHost, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost
let bench: Bench

beforeAll(async () => {
  host = await buildHost()
  bench = await openBench(host, { schedule: async () => ({ outcome: 'scheduled' }) })
})
afterAll(async () => {
  await bench.dispose()
  await host.remove()
})

it('each template has a name, a file name and a file that are its own, and says first what it does', () => {
  expect(new Set(handlerTemplates.map(({ name }) => name)).size).toBe(handlerTemplates.length)
  expect(new Set(handlerTemplates.map(({ file }) => file)).size).toBe(handlerTemplates.length)
  expect(new Set(handlerTemplates.map(({ text }) => text)).size).toBe(handlerTemplates.length)
  for (const { file, summary, text } of handlerTemplates) {
    expect(file).toMatch(/^[a-z-]+\.(js|ts)$/)
    expect(summary).toMatch(/^[A-Z].{20,}\.$/)
    expect(text.split('\n', 1)).toEqual([`// ${summary}`])
  }
})

/** What each is tried with, by its file, and the pause that it answers. */
const runs: Readonly<Record<string, readonly [argument: unknown, pauseMs: number]>> = {
  'my-handler.ts': [{ seller: 42 }, 0],
  'my-handler.js': [{ seller: 42 }, 0],
  'call-an-api.ts': [{ url: 'data:text/plain,answer' }, 250],
  'retry-later-and-later.ts': [{ url: 'data:text/plain,answer' }, 0],
  'follow-up-jobs.ts': [{ sellers: [1, 2] }, 0],
  'work-through-a-list.ts': [{ items: ['a'] }, 0],
  'read-a-file.js': [{ product: 'apple' }, 0],
  'run-a-command.js': [{ command: 'node', arguments: ['--version'] }, 0],
}

it.each(handlerTemplates)('$name runs as it is', async ({ file, text }) => {
  await bench.write('prices.json', '{ "apple": 0.5 }')
  await bench.write(file, text)
  const [argument, pauseMs] = runs[file] ?? expect.fail(`no argument is stated for ${file}`)
  expect(await bench.run(file, argument)).toBe(pauseMs)
})
