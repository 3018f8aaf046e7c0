import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, failureOf, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost

beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

describe('what a run leaves behind', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench(host, { jobsPerWorker: 10 })
  })
  afterAll(() => bench.dispose())
  const textsOf = (): readonly string[] => bench.lines.map(({ text }) => text)

  it.each([
    {
      left: 'a timer that throws',
      body: 'setInterval(() => { if (globalThis.isTime) throw new Error("late") }, 1)',
    },
    {
      left: 'a rejection that nobody handles',
      body: `void (async () => {
        while (!globalThis.isTime) await new Promise((go) => setTimeout(go, 1))
        throw new Error('late')
      })()`,
    },
  ])('fails no run after it: $left', async ({ body }) => {
    bench.lines.length = 0
    await bench.write(
      'leaves.js',
      `import { threadId } from 'node:worker_threads'
       import { once } from 'node:events'
       export default async (arg) => {
         if (arg === 'leave') { ${body} }
         if (arg === 'wait') { globalThis.isTime = true; await once(process, 'uncaughtException') }
         return threadId
       }`,
    )
    const thread = await bench.run('leaves.js', 'leave')
    expect(await bench.run('leaves.js', 'wait')).toBe(thread)
    expect(textsOf()).toContain('leaves.js threw Error: late, after its run had ended.')
    // Nobody trusts that worker any more.
    expect(await bench.run('leaves.js')).not.toBe(thread)
  })

  it('fails no run that comes while its worker ends', async () => {
    await bench.write(
      'idle.js',
      'export default (arg) => { if (arg === "leave") setTimeout(() => { throw new Error("idle") }) }',
    )
    for (let round = 0; round < 5; round += 1) {
      bench.lines.length = 0
      await bench.run('idle.js', 'leave')
      await expect
        .poll(textsOf, { interval: 1 })
        .toContain('idle.js threw Error: idle, after its run had ended.')
      expect(await bench.run('idle.js')).toBe(0)
    }
  })

  it('while it runs is its own: it fails', async () => {
    await bench.write(
      'fails.js',
      'export default async (arg, { sleep }) => { setTimeout(() => { throw new Error("soon") }); await sleep(60_000) }',
    )
    expect(await failureOf(bench.run('fails.js'))).toMatchObject({ code: 'threw' })
  })

  it('ends with its worker: timers and sockets', async () => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    })
    const port = await listen(server)
    await bench.write(
      'leaks.js',
      `import { connect } from 'node:net'
       import { once } from 'node:events'
       export default async (port) => {
         setInterval(() => undefined, 1)
         await once(connect(port, '127.0.0.1'), 'connect')
         return process.getActiveResourcesInfo().length
       }`,
    )
    const counts: number[] = []
    for (let job = 0; job < 30; job += 1) counts.push(await bench.run('leaks.js', port))
    expect(Math.max(...counts.slice(10))).toBe(counts[9])
    await expect.poll(() => sockets.size, { timeout: 10_000 }).toBeLessThanOrEqual(10)
    server.close()
    for (const socket of sockets) socket.destroy()
  })

  const listen = (server: Server): Promise<number> =>
    new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address: AddressInfo | string | null = server.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
})

it('a worker whose heap fills up gives way to a fresh one at its next thousand of jobs', async () => {
  const bench = await openBench(host, { memoryMb: 32 })
  try {
    await bench.write(
      'hoards.js',
      `import { threadId } from 'node:worker_threads'
       const kept = []
       export default (n) => { kept.push(Array.from({ length: 1_500 }, () => n)); return threadId }`,
    )
    const threads: number[] = []
    // What they keep, at 12 kB each, is more than the heap has room for.
    for (let job = 0; job < 3_000; job += 1) threads.push(await bench.run('hoards.js', job))
    const ofFirst = threads.filter((thread) => thread === threads[0]).length
    expect([1_000, 2_000]).toContain(ofFirst)
  } finally {
    await bench.dispose()
  }
})

it('leaves the host as large after 2,000 jobs as after 200', async () => {
  const bench = await openBench(host)
  try {
    await bench.write(
      'work.js',
      `export default (arg, { log }) => {
         const rows = Array.from({ length: 200 }, (_, id) => ({ id, text: 'row ' + id }))
         if (JSON.parse(JSON.stringify(rows)).length !== 200) log.error('lost')
         return Math.round(process.memoryUsage.rss() / 1024)
       }`,
    )
    const sizes: number[] = []
    for (let job = 0; job < 2_000; job += 1) sizes.push(await bench.run('work.js', { n: job }))
    const around = (job: number): number => median(sizes.slice(job - 50, job))
    expect(around(2_000)).toBeLessThan(1.1 * around(200))
  } finally {
    await bench.dispose()
  }
})

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN
