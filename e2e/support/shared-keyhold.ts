import { expect, test, type Page } from '@playwright/test'
import { Redis } from 'ioredis'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startRedisServer, type RedisServer } from '../../tests/support/redis-server'
import { startTcpProxy, type TcpProxy } from '../../tests/support/tcp-proxy'
import { launchKeyhold, type Keyhold } from './launch-keyhold'

export const NAMESPACE = 'e2e'

export interface SharedOptions {
  /** Default: `e2e`. */
  readonly namespace?: string
  /** Default: `steps.js` of the fixtures, which does as the job's argument says. */
  readonly handler?: string
  readonly env?: Readonly<Record<string, string>>
  /** Puts into Redis what is to be there before the app starts. */
  readonly seed?: (client: Redis) => Promise<void>
}

/** One app and one Redis for all tests of a file. */
export interface SharedKeyhold {
  readonly keyhold: Keyhold
  readonly page: Page
  readonly redis: RedisServer
  /** Between the app and its Redis. */
  readonly proxy: TcpProxy
  /** A connection of the test's own. */
  readonly client: Redis
  /** Of the handler scripts. */
  readonly handlerFolder: string
}

interface Started extends SharedKeyhold {
  readonly stop: () => Promise<void>
}

/**
 * Starts an app on a Redis of its own before the tests of this file and ends both after them; then no process may
 * be left and the page must not have logged an error.
 */
export function shareKeyhold(options: SharedOptions = {}): SharedKeyhold {
  let started: Started | undefined
  const it = (): Started => {
    if (!started) throw new Error('The app runs from beforeAll to afterAll only.')
    return started
  }
  test.beforeAll(async () => {
    started = await start(options)
  })
  test.afterAll(async () => {
    if (!started) return
    const { keyhold, stop } = started
    await stop()
    expect(keyhold.pageErrors, 'errors of the page').toEqual([])
  })
  return {
    get keyhold() {
      return it().keyhold
    },
    get page() {
      return it().page
    },
    get redis() {
      return it().redis
    },
    get proxy() {
      return it().proxy
    },
    get client() {
      return it().client
    },
    get handlerFolder() {
      return it().handlerFolder
    },
  }
}

async function start({
  namespace = NAMESPACE,
  handler = 'steps.js',
  env,
  seed,
}: SharedOptions): Promise<Started> {
  const redis = await startRedisServer()
  const proxy = await startTcpProxy(redis.port)
  const handlerFolder = makeHandlerFolder()
  const client = connect(redis)
  const stop = async (): Promise<void> => {
    client.disconnect()
    await proxy.stop()
    await redis.stop()
    rmSync(handlerFolder, { recursive: true, force: true })
  }
  try {
    await seed?.(client)
    const keyhold = await launchKeyhold({
      redisUrl: proxy.url,
      env: {
        KEYHOLD_NAMESPACE: namespace,
        KEYHOLD_HANDLER: handler,
        KEYHOLD_HANDLER_FOLDER: handlerFolder,
        ...env,
      },
    })
    return {
      keyhold,
      page: keyhold.page,
      redis,
      proxy,
      client,
      handlerFolder,
      stop: () => keyhold.close().finally(stop),
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A client that comes back after a restart of the server and is silent about its absence. */
export function connect(redis: RedisServer, password?: string): Redis {
  const client = new Redis(redis.port, '127.0.0.1', password === undefined ? {} : { password })
  client.on('error', () => undefined)
  return client
}

/** A folder with `steps.js`; the app puts its samples beside it. */
export function makeHandlerFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-handlers-'))
  copyFileSync(resolve(import.meta.dirname, '../fixtures/steps.js'), join(folder, 'steps.js'))
  return folder
}
