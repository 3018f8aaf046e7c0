import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { copySamples } from '../../src/handlers/samples'
import { buildHost, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost
let bench: Bench
let server: Server
let address: string

beforeAll(async () => {
  host = await buildHost()
  bench = await openBench(host)
  await copySamples(bench.folder)
  server = createServer((request, response) => {
    response.statusCode = request.url === '/missing' ? 404 : 200
    response.end('hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  address = typeof bound === 'object' && bound !== null ? `http://127.0.0.1:${bound.port}` : ''
})
afterAll(async () => {
  await bench.dispose()
  await host.remove()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
beforeEach(() => {
  bench.lines.length = 0
})

const texts = (): readonly string[] => bench.lines.map(({ text }) => text)

it('every sample is listed as sound', async () => {
  const listed = await bench.runner.list()
  expect(listed.map(({ file, problem }) => [file, problem])).toEqual(
    ['crash.js', 'echo.js', 'flaky.js', 'http-get.js', 'wait.js'].map((file) => [file, undefined]),
  )
})

it('echo logs its argument and pauses as told', async () => {
  expect(await bench.run('echo.js', { pauseMs: 250 })).toBe(250)
  expect(texts()).toEqual(['argument: { pauseMs: 250 }'])
  expect(await bench.run('echo.js', null)).toBe(0)
})

it('wait ends by itself, and early when its job is cancelled', async () => {
  expect(await bench.run('wait.js', { ms: 1 })).toBe(0)
  const cancel = new AbortController()
  const waiting = bench.run('wait.js', { ms: 3_600_000 }, { signal: cancel.signal })
  cancel.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
})

it('flaky fails as often as told', async () => {
  expect(await bench.run('flaky.js', { failureRate: 0 })).toBe(0)
  await expect(bench.run('flaky.js', { failureRate: 1 }, { key: 'seller:1' })).rejects.toMatchObject({
    code: 'threw',
    message: 'flaky.js threw Error: seller:1 was out of luck',
  })
})

it('http-get logs the status, and fails for one that is no success, or when nobody answers', async () => {
  await bench.run('http-get.js', { url: `${address}/` })
  expect(texts()[0]).toMatch(/^200 OK, 5 characters in \d+ ms$/)
  await expect(bench.run('http-get.js', { url: `${address}/missing` })).rejects.toMatchObject({
    message: `http-get.js threw Error: ${address}/missing answered 404`,
  })
  await expect(bench.run('http-get.js', {})).rejects.toMatchObject({ code: 'threw' })
})

it('crash ends the host, and the next job runs in a new one', async () => {
  await bench.run('echo.js')
  const pid = bench.runner.hostPid()
  await expect(bench.run('crash.js')).rejects.toMatchObject({ code: 'crashed' })
  expect(await bench.run('echo.js')).toBe(0)
  expect(bench.runner.hostPid()).not.toBe(pid)
})
