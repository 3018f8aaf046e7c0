import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HandlerError } from '../../src/handlers/handler-error'
import { buildHost, openBench, type Bench, type BuiltHost } from './handler-host'
import { pageScripts, recipes, type PageFile, type Recipe, type StatedRun } from './recipe-page'

/** Stands on the page for a service of the reader's own. */
const STATED_ORIGIN = 'http://127.0.0.1:8080'
const repository = resolve(import.meta.dirname, '../..')

let host: BuiltHost
let bench: Bench
let service: Server
let origin: string
let progress: string[] = []
let scheduled: string[] = []
let looks = 0

beforeAll(async () => {
  host = await buildHost()
  bench = await openBench(host, {
    onProgress: (_jobId, { fraction, text }) => progress.push(`${fraction} ${text}`),
    schedule: async ({ key, backoffMs, argument }) => {
      scheduled.push(`${key} ${backoffMs} ${argument}`)
      return { outcome: 'scheduled' }
    },
  })
  // What the page tells its reader to install.
  await mkdir(join(bench.folder, 'node_modules'))
  await symlink(join(repository, 'node_modules/zod'), join(bench.folder, 'node_modules/zod'))
  service = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const bound = service.address()
  origin = typeof bound === 'object' && bound !== null ? `http://127.0.0.1:${bound.port}` : ''
})
afterAll(async () => {
  await bench.dispose()
  await host.remove()
  service.closeAllConnections()
  await new Promise((resolve) => service.close(resolve))
})
beforeEach(() => {
  looks = 0
})

/** The reader's own service, as the recipes expect it to be. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, route, status] = (request.url ?? '').split('/')
  if (route === 'echo') response.end(await bodyOf(request))
  else if (route === 'status')
    response.writeHead(Number(status)).end(status === '404' ? 'Not Found' : 'as told')
  else if (route === 'too-fast') response.writeHead(429, { 'retry-after': '7' }).end()
  else if (route === 'ready-at-3') response.end(JSON.stringify({ state: ++looks < 3 ? 'working' : 'ready' }))
  else response.writeHead(500).end('the page names a route that its test does not serve')
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk)
  return body
}

async function writeBeside(files: readonly PageFile[]): Promise<void> {
  for (const { file, text } of files) {
    await mkdir(dirname(join(bench.folder, file)), { recursive: true })
    await writeFile(join(bench.folder, file), text)
  }
}

/** Runs a recipe as one job does. @returns what the page states of such a run */
async function runOnce(file: string, { argument, attempt }: StatedRun): Promise<StatedRun> {
  bench.lines.length = 0
  progress = []
  scheduled = []
  const ended = await bench.runner
    .run({
      file,
      argument: argument.replaceAll(STATED_ORIGIN, origin),
      key: 'orders:1',
      jobId: 1,
      lane: 0,
      attempt,
      scheduledAt: Date.now(),
      backoffMs: 0,
    })
    .then(
      ({ pauseMs }) => ({ pauses: `${pauseMs} ms`, fails: undefined, again: undefined }),
      (error: unknown) => failureOf(file, error),
    )
  const logs = bench.lines.map(({ text }) => text.replaceAll(origin, STATED_ORIGIN))
  return { argument, attempt, logs, progress, schedules: scheduled, ...ended }
}

function failureOf(file: string, error: unknown): Pick<StatedRun, 'pauses' | 'fails' | 'again'> {
  if (!(error instanceof HandlerError)) throw error
  const { code, message, retryDelayMs } = error
  return {
    pauses: undefined,
    fails: `${code}: ${message.replace(`${file} threw Error: `, '')}`,
    again: retryDelayMs === undefined ? undefined : `in ${retryDelayMs} ms`,
  }
}

const scriptOf = ({ files }: Recipe): string => files.at(-1)?.file ?? ''

it('the page has ten recipes, each with a script and with what happens when it runs', () => {
  const all = recipes()
  expect(all.map(({ title }) => title.split('.', 1)[0])).toEqual(
    Array.from({ length: 10 }, (_, i) => `${i + 1}`),
  )
  expect(new Set(all.map(scriptOf)).size).toBe(10)
  for (const { runs } of all) {
    expect(runs.length).toBeGreaterThan(0)
    for (const { pauses, fails } of runs) expect([pauses, fails].filter(Boolean)).toHaveLength(1)
  }
})

describe.each(recipes().map((recipe) => ({ ...recipe, script: scriptOf(recipe) })))(
  'recipe $title',
  (recipe) => {
    it('does what the page says', async () => {
      await writeBeside(recipe.files)
      for (const stated of recipe.runs) expect(await runOnce(recipe.script, stated)).toEqual(stated)
    })
  },
)

it.each(pageScripts().map(({ file, text }) => ({ file, text })))(
  '$file, shown above them, loads',
  async (shown) => {
    await writeBeside([shown])
    await expect(bench.runner.check(shown.file)).resolves.toBeDefined()
  },
)
