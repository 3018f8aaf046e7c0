import { Redis, type RedisOptions } from 'ioredis'
import { KeyholdError } from '../processor/errors'
import type { RedisErrorCode } from '../processor/outcomes'
import { parseRedisAddress, showRedisAddress, type RedisAddress } from './redis-address'
import { redisFailureOf } from './redis-failure'

export interface OpenRedisOptions {
  /** As `CLIENT LIST` shows it; no spaces. Default `keyhold`. */
  readonly connectionName?: string
}

export interface ConnectRedisOptions extends OpenRedisOptions {
  /** Ms until the connection must be ready. Default 5,000. */
  readonly timeoutMs?: number
}

const CONNECT_TIMEOUT_MS = 2_000
/** A connection on which a command waits and nothing at all arrives for so long is given up and made anew. */
const SILENCE_TIMEOUT_MS = 30_000
const KEEP_ALIVE_MS = 10_000
const SHORTEST_RETRY_MS = 50
const LONGEST_RETRY_MS = 2_000
const DEFAULT_READY_TIMEOUT_MS = 5_000
const CLOSE_TIMEOUT_MS = 200

/** Doubles from 50 ms to 2 s; each client waits a random half less, so that a fleet does not return in step. */
export function retryDelayMs(attempt: number): number {
  const longest = Math.min(LONGEST_RETRY_MS, SHORTEST_RETRY_MS * 2 ** Math.min(attempt - 1, 10))
  return Math.max(SHORTEST_RETRY_MS, Math.round(longest * (0.5 + Math.random() / 2)))
}

/**
 * What Keyhold needs of a connection, and why it differs from the client's defaults: a command is sent once or
 * not at all, and its late reply is never thrown away. Whoever needs a time limit races the reply.
 */
function optionsOf(address: RedisAddress, connectionName: string) {
  const { host, port, path, username, password, db, tls } = address
  return {
    ...(path === undefined ? { host: host ?? 'localhost', port: port ?? 6379 } : { path }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
    db: db ?? 0,
    connectionName,
    lazyConnect: true,
    // RESP2 is all that is used, and every server and proxy speaks it.
    protocol: 2,
    disableClientInfo: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: retryDelayMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: CLOSE_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    maxLoadingRetryTime: 500,
    keepAlive: KEEP_ALIVE_MS,
    noDelay: true,
  } satisfies RedisOptions
}

/**
 * Opens a connection in the background and keeps it for ever: it comes back by itself after any failure. Until it
 * is `ready`, and after it was lost, commands fail at once. Never throws for a Redis that is away: listen to
 * `error`, `ready` and `close` to know.
 *
 * @param target `redis://`, `rediss://`, `unix:`, or the parts of an address
 * @returns the connection; its maker ends it with `closeRedis`
 * @throws KeyholdError `bad-option` for an address that cannot be read
 */
export function openRedis(
  target: string | RedisAddress,
  { connectionName = 'keyhold' }: OpenRedisOptions = {},
): Redis {
  const address = typeof target === 'string' ? parseRedisAddress(target) : target
  const redis = new Redis(optionsOf(address, connectionName))
  redis.on('error', (error: unknown) => {
    // The client would go on in database 0 where the one asked for does not exist.
    if (error instanceof Error && /DB index is out of range/i.test(error.message)) redis.disconnect(true)
  })
  // A first failure rejects here and is emitted as `error` too; the client goes on trying either way.
  redis.connect().catch(() => {})
  return redis
}

/** Ends a connection at once, whatever its state. Replies that are still out are lost. */
export function closeRedis(redis: Redis): void {
  redis.disconnect()
}

const remedies = {
  password: 'Check the user name and the password of this Redis.',
  database: 'Choose a database that this Redis has: 0 is always there.',
  secure: 'Use rediss:// only for a Redis that speaks TLS, and check its certificate.',
  address: 'Check that Redis runs, and its address.',
} as const

/** A server that speaks no TLS waits in silence for a command, while the client waits for a handshake. */
function isSilentHandshake(error: unknown, address: RedisAddress): boolean {
  return address.tls !== undefined && error instanceof Error && 'code' in error && error.code === 'ETIMEDOUT'
}

function explain(error: unknown, address: RedisAddress): KeyholdError {
  const failure = redisFailureOf(error)
  const message = isSilentHandshake(error, address)
    ? 'No secure connection to Redis could be set up in time.'
    : failure.message
  const sentence = `${message.replace(/\.$/, '')} (${showRedisAddress(address)}).`
  return new KeyholdError('redis-error', sentence, remedyFor(failure.code, message), { cause: error })
}

function remedyFor(code: RedisErrorCode, message: string): string {
  if (code === 'wrong-password') return remedies.password
  if (/secure connection/i.test(message)) return remedies.secure
  return /database of this number/.test(message) ? remedies.database : remedies.address
}

/**
 * Connects and waits until Redis is ready to answer.
 *
 * @param target as for `openRedis`
 * @param options.timeoutMs ms, above 0
 * @returns a connection as `openRedis` gives it: once made it is kept for ever
 * @throws KeyholdError `redis-error`: the message tells a wrong password, a refused or reset connection, an
 *   unknown host, TLS trouble and silence apart; `bad-option` for an address that cannot be read
 */
export async function connectRedis(
  target: string | RedisAddress,
  { timeoutMs = DEFAULT_READY_TIMEOUT_MS, ...options }: ConnectRedisOptions = {},
): Promise<Redis> {
  const address = typeof target === 'string' ? parseRedisAddress(target) : target
  const redis = openRedis(address, options)
  try {
    await untilReady(redis, timeoutMs, address)
    return redis
  } catch (error) {
    closeRedis(redis)
    throw error
  }
}

function untilReady(redis: Redis, timeoutMs: number, address: RedisAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const silence = (): void => finish(explain(new Error('Redis answers nothing: timed out'), address))
    const timer = setTimeout(silence, timeoutMs)
    const onError = (error: unknown): void => finish(explain(error, address))
    const onClose = (): void => finish(explain(new Error('Connection closed before it was ready'), address))
    const onReady = (): void => finish()
    function finish(failure?: KeyholdError): void {
      clearTimeout(timer)
      redis.off('error', onError).off('close', onClose).off('ready', onReady)
      if (failure) reject(failure)
      else resolve()
    }
    redis.on('error', onError).on('close', onClose).on('ready', onReady)
  })
}
