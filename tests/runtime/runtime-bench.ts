import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { onTestFinished } from 'vitest'
import type { InterruptedChoice } from '../../src/contract/journal'
import type { LiveState } from '../../src/contract/live'
import type { Profile } from '../../src/contract/profile'
import { createForkLauncher } from '../../src/handlers/fork-launcher'
import { createRuntime } from '../../src/runtime/create-runtime'
import type { Runtime } from '../../src/runtime/runtime'
import { endWithTest } from '../support/clean-up'
import { startRedisServer, type RedisServer } from '../support/redis-server'
import type { TcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'
import type { BuiltHost } from '../handlers/handler-host'

export interface LogLine {
  readonly level: string
  readonly code: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface BenchOptions extends Partial<Profile> {
  /** Shared by two runtimes; else one of its own. */
  readonly server?: RedisServer
  /** What the runtime reaches that server through. */
  readonly proxy?: TcpProxy
  /** The built thread of the job store (`buildStore`); absent: nothing is kept. */
  readonly storeEntry?: string
  /** A folder of an earlier bench, whose scripts and store it goes on with; else one of its own. */
  readonly sameFolder?: string
  readonly interrupted?: InterruptedChoice
  /** Scripts of the handler folder beside the samples. */
  readonly scripts?: Readonly<Record<string, string>>
}

/** A runtime on a real Redis and a real forked host, with a connection of its own to look behind it. */
export interface RuntimeBench {
  readonly runtime: Runtime
  readonly server: RedisServer
  readonly redis: Redis
  readonly folder: string
  readonly log: LogLine[]
  /** Waits until the live state is as wanted. */
  live(what: string, wanted: (live: LiveState) => unknown): Promise<LiveState>
  /** Every name in Redis. */
  names(): Promise<string[]>
}

const standard: Profile = {
  id: 'test',
  name: 'Test',
  namespace: 'orders',
  layout: 'go-io',
  handler: 'echo.js',
  concurrency: 1,
  environment: 'development',
  readOnly: false,
}

export async function openRuntimeBench(host: BuiltHost, options: BenchOptions = {}): Promise<RuntimeBench> {
  const { server: shared, proxy, scripts = {}, storeEntry, sameFolder, interrupted, ...changes } = options
  const server = shared ?? endWithTest(await startRedisServer())
  const folder = sameFolder ?? mkdtempSync(join(tmpdir(), 'keyhold-runtime-'))
  if (sameFolder === undefined) onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [file, text] of Object.entries(scripts)) writeFileSync(join(folder, file), text)
  const log: LogLine[] = []
  const runtime = await createRuntime({
    profile: { ...standard, ...changes },
    redisUrl: proxy?.url ?? server.url,
    address: `redis://127.0.0.1:${server.port}`,
    handlerFolder: folder,
    versionsFolder: join(folder, 'versions'),
    hostLauncher: createForkLauncher({ hostEntry: host.hostEntry }),
    trash: (path) => rm(path),
    appVersion: '0.0.0',
    operator: 'ada',
    ...(storeEntry === undefined
      ? {}
      : {
          store: {
            file: join(folder, 'stores', 'test.sqlite'),
            entry: storeEntry,
            durability: 'normal',
            marksFolder: join(folder, 'marks'),
          },
        }),
    ...(interrupted && { interrupted }),
    log: (level, code, fields) => void log.push({ level, code, fields }),
  })
  onTestFinished(() => runtime.stop({ waiting: 'release' }))
  const redis = endWithTest(new Redis(server.url, { lazyConnect: true }))
  redis.on('error', () => undefined)
  return {
    runtime,
    server,
    redis,
    folder,
    log,
    live: (what, wanted) =>
      waitFor(
        () => {
          const live = runtime.live()
          return wanted(live) ? live : undefined
        },
        { what, timeoutMs: 10_000 },
      ),
    names: () => redis.keys('*'),
  }
}

/** As `openRuntimeBench`, once Redis was read. */
export async function openReadyBench(host: BuiltHost, options: BenchOptions = {}): Promise<RuntimeBench> {
  const bench = await openRuntimeBench(host, options)
  await bench.live('connected', (live) => live.connection.state === 'ready' && live.generation !== undefined)
  return bench
}
