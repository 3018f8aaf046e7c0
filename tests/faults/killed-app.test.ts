import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { build } from 'vite'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { onOwnRedis } from '../processor/on-redis'
import { buildStore, type BuiltStore } from '../store/built-store'
import { endWithTest } from '../support/clean-up'
import type { AppOrders, AppReport } from './app-process'
import { liveHolds, report } from './ledger'

/** Writes down that a job began, and that it ended, so that no kill can take it back. */
const MARK = `
  import { openSync, writeSync } from 'node:fs'
  import { fileURLToPath } from 'node:url'
  const file = openSync(new URL('../ran', import.meta.url), 'a')
  export default (key) => {
    writeSync(file, 'began ' + key + '\\n')
    const until = performance.now() + 0.5
    while (performance.now() < until);
    writeSync(file, 'ended ' + key + '\\n')
  }`

const KILLS = 20
const JOBS = 10_000
const MORE_JOBS = 100

let host: BuiltHost
let store: BuiltStore
let program = ''
beforeAll(async () => {
  ;[host, store] = await Promise.all([buildHost(), buildStore()])
  const folder = store.folder
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['libsql'] },
    build: {
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      ssr: resolve(import.meta.dirname, 'app-process.ts'),
      rolldownOptions: { output: { entryFileNames: 'app.mjs' } },
    },
  })
  program = join(folder, 'app.mjs')
}, 120_000)
afterAll(() => Promise.all([host.remove(), store.remove()]))

function reported<Kind extends AppReport['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<AppReport & { readonly kind: Kind }> {
  return new Promise((resolveReport, reject) => {
    const isWanted = (message: AppReport): message is AppReport & { readonly kind: Kind } =>
      message.kind === kind
    child.on('message', (message: AppReport) => {
      if (isWanted(message)) resolveReport(message)
    })
    child.once('exit', (code) => reject(new Error(`The app ended (${code}) before it was ${kind}`)))
  })
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean)

it(
  `kill -9 of the app, ${KILLS} times with up to ${JOBS} jobs waiting: none is lost, none runs twice unasked`,
  { timeout: 240_000 },
  async () => {
    const redis = await onOwnRedis()
    const folder = await mkdtemp(join(tmpdir(), 'keyhold-killed-app-'))
    endWithTest({ stop: () => rm(folder, { recursive: true, force: true }) })
    mkdirSync(join(folder, 'handlers'))
    writeFileSync(join(folder, 'handlers', 'mark.js'), MARK)
    for (const file of ['accepted', 'ran']) writeFileSync(join(folder, file), '')
    const start = (orders: Pick<AppOrders, 'name' | 'jobs' | 'task'>): ChildProcess => {
      const all: AppOrders = {
        ...{ url: redis.server.url, folder, hostEntry: host.hostEntry, storeEntry: store.entry },
        ...orders,
      }
      const child = fork(program, [JSON.stringify(all)])
      endWithTest({ stop: () => child.kill('SIGKILL') })
      return child
    }
    const waits: number[] = []
    for (let life = 0; life < KILLS; life += 1) {
      const child = start({ name: `life${life}`, jobs: life === 0 ? JOBS : MORE_JOBS, task: 'go-on' })
      const exit = once(child, 'exit')
      // The first is to have all its jobs; later ones are killed as they take up what is left, schedule, or run.
      if (life === 0) await reported(child, 'at-work')
      const ms = Math.random() * (life === 0 ? 200 : 2_000)
      waits.push(Math.round(ms))
      await pause(ms)
      child.kill('SIGKILL')
      await exit
    }
    const last = start({ name: 'last', jobs: 0, task: 'finish' })
    const { left, recovery } = await reported(last, 'done')
    const accepted = linesOf(join(folder, 'accepted'))
    const ran = linesOf(join(folder, 'ran')).map((line) => line.split(' '))
    const began = ran.flatMap(([what, key = '']) => (what === 'began' ? key : []))
    const ended = new Set(ran.flatMap(([what, key = '']) => (what === 'ended' ? key : [])))
    const undecided = new Map(left.map(({ key, reason }) => [key, reason.kind]))
    report('killed app', {
      kills: KILLS,
      accepted: accepted.length,
      ran: began.length,
      interrupted: undecided.size,
      afterMs: waits.join(' '),
    })
    expect(new Set(began).size, 'no job ran twice').toBe(began.length)
    expect(accepted.length).toBeGreaterThanOrEqual(JOBS)
    expect(
      accepted.filter((key) => !ended.has(key) && !undecided.has(key)),
      'each accepted job ran to its end, or is shown',
    ).toEqual([])
    // One that was marked, and not called any more, counts as begun: at most one a lane and a kill.
    expect([...undecided.values()].filter((kind) => kind !== 'interrupted')).toEqual([])
    expect(undecided.size).toBeLessThanOrEqual(2 * KILLS)
    const held = (await liveHolds(redis, 'orders')).map(({ name }) =>
      name.slice(name.lastIndexOf('jobKey:') + 7),
    )
    expect(
      held.filter((key) => !undecided.has(key)),
      'no hold without a job',
    ).toEqual([])
    expect(recovery?.undecided ?? 0).toBe(undecided.size)
  },
)
