import { once } from 'node:events'
import { connect as connectTcp, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer, type ConnectionOptions } from 'node:tls'
import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeRedis, connectRedis, openRedis, retryDelayMs } from '../../src/redis/connect'
import { KeyholdError } from '../../src/processor/errors'
import { endWithTest } from '../support/clean-up'
import { startRedisServer, type RedisServer } from '../support/redis-server'
import { startTcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'

const PASSWORD = 'p4ss'
let server: RedisServer

beforeAll(async () => {
  server = await startRedisServer({ password: PASSWORD, args: ['--unixsocket', 'redis.sock'] })
})
afterAll(() => server.stop())

async function listen(listener: Server): Promise<number> {
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  endWithTest({ stop: () => listener.close() })
  const address = listener.address()
  const isPort = (value: AddressInfo | string | null): value is AddressInfo =>
    typeof value === 'object' && value !== null
  if (!isPort(address)) throw new Error('No port')
  return address.port
}

/** A server of this machine that does `greet` with each connection. */
const listenRaw = (greet: (socket: Socket) => void): Promise<number> =>
  listen(
    createServer((socket) => {
      socket.on('error', () => {})
      greet(socket)
    }),
  )

/** `<code>: <message>` of the failure to connect. */
async function failureOf(target: Parameters<typeof connectRedis>[0], timeoutMs = 5_000): Promise<string> {
  try {
    closeRedis(await connectRedis(target, { timeoutMs }))
    return 'connected'
  } catch (error) {
    if (error instanceof KeyholdError) return `${error.code}: ${error.message}`
    throw error
  }
}

/** `once` of node:events rejects with the next `error`; these connections have many. */
const next = (redis: Redis, event: 'reconnecting'): Promise<void> =>
  new Promise((resolve) => redis.once(event, () => resolve()))

describe('connectRedis', () => {
  it('gives a connection that answers, by TCP and by a Unix socket', async () => {
    const byTcp = endWithTest(await connectRedis(`${server.url}/3`, { connectionName: 'suite' }))
    expect(await byTcp.client('INFO')).toMatch(/name=suite .*db=3 /)
    const path = join(server.dir, 'redis.sock')
    const bySocket = endWithTest(await connectRedis(`unix:${path}?password=${PASSWORD}&db=3`))
    await byTcp.set('same', 'database')
    expect(await bySocket.get('same')).toBe('database')
    const byParts = endWithTest(await connectRedis({ path, password: PASSWORD, db: 3 }))
    expect(await byParts.get('same')).toBe('database')
  })

  it('tells apart why it cannot connect', async () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      [`redis://:wrong@127.0.0.1:${server.port}`, /refuses the user name or password/],
      [`redis://127.0.0.1:${server.port}`, /asks for a password/],
      [`${server.url}/99`, /no database of this number/],
      ['redis://127.0.0.1:1', /Nothing listens/],
      ['redis://no-such-host.invalid', /host name of Redis (was not found|could not be looked up)/],
      ['unix:/nowhere/redis.sock', /no socket at the path/],
      [`redis://127.0.0.1:${await listenRaw((socket) => socket.end())}`, /closes the connection at once/],
      [`redis://127.0.0.1:${await listenRaw((socket) => socket.resetAndDestroy())}`, /was cut/],
      [
        `redis://127.0.0.1:${await listenRaw((socket) => socket.end('HTTP/1.1 400\r\n\r\n'))}`,
        /is not Redis/,
      ],
      [`rediss://127.0.0.1:${await listenRaw((socket) => socket.end('-ERR\r\n'))}`, /secure connection/],
    ]
    for (const [target, sentence] of cases) {
      const failure = await failureOf(target)
      expect(failure).toMatch(/^redis-error: /)
      expect(failure).toMatch(sentence)
      expect(failure).not.toMatch(/wrong@|p4ss/)
    }
  })

  it('gives up in time when Redis accepts the connection and then says nothing', async () => {
    const open: Socket[] = []
    const port = await listenRaw((socket) => open.push(socket.resume()))
    expect(await failureOf(`redis://127.0.0.1:${port}`, 100)).toMatch(/^redis-error: .*gives no answer/)
    await waitFor(() => open.every((socket) => socket.destroyed), { what: 'the connection is closed' })
  })

  it('rejects an address that cannot be read', async () => {
    expect(await failureOf('localhost')).toMatch(/^bad-option: /)
  })

  it('speaks TLS where the address says so', async () => {
    // A shared key in the place of certificates, so that none has to be made or kept.
    const key = Buffer.from('0123456789abcdef')
    const psk = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const
    const terminator = createTlsServer({ ...psk, pskCallback: () => key }, (client) => {
      const redis = connectTcp(server.port, '127.0.0.1')
      for (const socket of [client, redis]) socket.on('error', () => {})
      client.pipe(redis).pipe(client)
    })
    const tls: ConnectionOptions = {
      ...psk,
      pskCallback: () => ({ psk: key, identity: 'suite' }),
      checkServerIdentity: () => undefined,
    }
    const address = { host: '127.0.0.1', port: await listen(terminator), password: PASSWORD }
    const redis = endWithTest(await connectRedis({ ...address, tls }))
    expect(await redis.ping()).toBe('PONG')
    expect(await failureOf({ ...address, tls: {} })).toMatch(/secure connection/)
  })
})

describe('openRedis', () => {
  it('throws nothing while Redis is away, refuses commands at once, and connects when it comes', async () => {
    const own = endWithTest(await startRedisServer())
    await own.kill()
    const redis = endWithTest(openRedis(own.url))
    await next(redis, 'reconnecting')
    await expect(redis.get('a')).rejects.toThrow(/isn't writeable/)
    await own.restart()
    await waitFor(() => redis.status === 'ready', { what: 'the connection is ready' })
    expect(await redis.set('a', '1')).toBe('OK')
  })

  it('comes back after each cut, and never sends a command twice', async () => {
    const proxy = endWithTest(await startTcpProxy(server.port))
    const redis = endWithTest(openRedis({ host: '127.0.0.1', port: proxy.port, password: PASSWORD }))
    for (let round = 1; round <= 3; round += 1) {
      await waitFor(() => redis.status === 'ready', { what: 'the connection is ready' })
      const before = proxy.bytes('to-client')
      proxy.hold('to-client')
      const counted = redis.incr('cut')
      await waitFor(() => proxy.bytes('to-client') > before, { what: 'Redis has answered' })
      proxy.cut()
      proxy.release()
      await expect(counted).rejects.toThrow()
      await waitFor(() => redis.status === 'ready', { what: 'the connection is ready again' })
      expect(await redis.get('cut')).toBe(String(round))
    }
  })

  it('does not go on in database 0 when its own does not exist', async () => {
    const redis = openRedis(`${server.url}/99`)
    endWithTest(redis)
    let ready = false
    redis.on('ready', () => (ready = true))
    await next(redis, 'reconnecting')
    await next(redis, 'reconnecting')
    expect(ready).toBe(false)
  })

  it('keeps asking with a wrong password, and gets in once it is right', async () => {
    const own = endWithTest(await startRedisServer({ password: 'old' }))
    const redis = endWithTest(openRedis({ host: '127.0.0.1', port: own.port, password: 'new' }))
    await next(redis, 'reconnecting')
    const admin = endWithTest(await connectRedis(own.url))
    await admin.config('SET', 'requirepass', 'new')
    await waitFor(() => redis.status === 'ready', { what: 'the connection is ready' })
  })

  it('waits from 50 ms to 2 s between attempts, not in step with others', () => {
    const attempts = Array.from({ length: 200 }, (_, index) => retryDelayMs(index + 1))
    expect(Math.min(...attempts)).toBeGreaterThanOrEqual(50)
    expect(Math.max(...attempts)).toBeLessThanOrEqual(2_000)
    expect(attempts[0]).toBe(50)
    expect(new Set(attempts.slice(20)).size).toBeGreaterThan(50)
  })
})
