import type { ConnectionOptions } from 'node:tls'
import { KeyholdError } from '../processor/errors'

/** Where a Redis is, and who asks. Either `path` (a Unix socket) or `host` and `port`. */
export interface RedisAddress {
  readonly host?: string
  readonly port?: number
  /** Absolute path of a Unix socket. */
  readonly path?: string
  readonly username?: string
  readonly password?: string
  /** 0 when absent. */
  readonly db?: number
  /** Set for a secure connection; `{}` uses the system's certificates. */
  readonly tls?: ConnectionOptions
}

const DEFAULT_PORT = 6379
const UNIX_ADDRESS = /^unix:(?:\/\/)?(?:([^@/?]*)@)?(\/[^?]*)(?:\?(.*))?$/i

function badAddress(why: string): KeyholdError {
  return new KeyholdError(
    'bad-option',
    `This is not the address of a Redis: ${why}.`,
    'Write redis://host:6379/0, rediss://host:6379/0 or unix:/path/to/redis.sock.',
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badAddress('a % in it stands for no character')
  }
}

function databaseOf(text: string | null): { db?: number } {
  if (text === null || text === '') return {}
  const db = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(db))
    throw badAddress('the number of the database is no number')
  return { db }
}

function credentialsOf(
  username: string,
  password: string,
  query: URLSearchParams,
): { username?: string; password?: string } {
  const user = decode(username) || query.get('username') || query.get('user') || ''
  const secret = decode(password) || query.get('password') || ''
  return { ...(user === '' ? {} : { username: user }), ...(secret === '' ? {} : { password: secret }) }
}

function parseUnixAddress(address: string): RedisAddress {
  const match = UNIX_ADDRESS.exec(address)
  const path = match?.[2]
  if (path === undefined || path === '/') throw badAddress('the path of the socket is not absolute')
  const query = new URLSearchParams(match?.[3] ?? '')
  const [user = '', ...secret] = (match?.[1] ?? '').split(':')
  return {
    path: decode(path),
    ...credentialsOf(user, secret.join(':'), query),
    ...databaseOf(query.get('db')),
  }
}

function parseUrl(address: string): URL {
  try {
    return new URL(address)
  } catch {
    throw badAddress('it has no valid host or port')
  }
}

/**
 * Reads an address: `redis://[user][:password@]host[:port][/db]`, `rediss://` for TLS, `unix:/path` or
 * `unix:///path` with `?password=`, `?username=` and `?db=` (these three also after the other two).
 *
 * @throws KeyholdError `bad-option`; the message never repeats the address, which may hold a password
 */
export function parseRedisAddress(address: string): RedisAddress {
  if (/^unix:/i.test(address)) return parseUnixAddress(address)
  const secure = /^rediss:\/\//i.test(address)
  if (!secure && !/^redis:\/\//i.test(address))
    throw badAddress('it begins with none of redis://, rediss://, unix:')
  const url = parseUrl(address)
  if (url.hostname === '') throw badAddress('it has no host')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return {
    host: decode(host),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    ...credentialsOf(url.username, url.password, url.searchParams),
    ...databaseOf(url.pathname.length > 1 ? url.pathname.slice(1) : url.searchParams.get('db')),
    ...(secure ? { tls: {} } : {}),
  }
}

function showHost(address: RedisAddress): string {
  if (address.path !== undefined) return `unix:${address.path}`
  const host = address.host ?? 'localhost'
  const user = address.username === undefined ? '' : `${encodeURIComponent(address.username)}@`
  const shown = host.includes(':') ? `[${host}]` : host
  return `${address.tls ? 'rediss' : 'redis'}://${user}${shown}:${address.port ?? DEFAULT_PORT}`
}

/** The whole address as text, password included: what `parseRedisAddress` reads back. Never to be shown or logged. */
export function formatRedisAddress(address: RedisAddress): string {
  const { path, host = 'localhost', port = DEFAULT_PORT, tls } = address
  const query = new URLSearchParams()
  if (address.username !== undefined) query.set('username', address.username)
  if (address.password !== undefined) query.set('password', address.password)
  if (address.db !== undefined) query.set('db', String(address.db))
  const place =
    path === undefined
      ? `${tls ? 'rediss' : 'redis'}://${host.includes(':') ? `[${host}]` : host}:${port}`
      : `unix:${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}`
  return query.size === 0 ? place : `${place}?${query.toString()}`
}

/** The address as it may be shown and logged: everything but the password. */
export function showRedisAddress(address: RedisAddress): string {
  const db = address.db ?? 0
  if (db === 0) return showHost(address)
  return address.path === undefined ? `${showHost(address)}/${db}` : `${showHost(address)}?db=${db}`
}

/** As `showRedisAddress`, for an address that may be wrong; one that cannot be read is not shown at all. */
export function redactUrl(address: string): string {
  try {
    return showRedisAddress(parseRedisAddress(address))
  } catch {
    return '(an address that cannot be read)'
  }
}
