import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RedisAddress } from './redis-address'

/** A Unix socket's path has to fit into 104 bytes on macOS and 108 on Linux, its end included. */
const LONGEST_SOCKET_PATH_BYTES = 100
const LONGEST_LOG_BYTES = 1_048_576

/** Owner only: these files hold the password. */
const PRIVATE_FILE = 0o600
const PRIVATE_FOLDER = 0o700

/** Where a run of the embedded server can be reached, kept so that the next run can end a server left behind. */
export type EmbeddedAddress = Required<Pick<RedisAddress, 'password'>> &
  (Required<Pick<RedisAddress, 'path'>> | Required<Pick<RedisAddress, 'host' | 'port'>>)

/** The folder of the embedded server: its configuration, its data, its log, and the record of the run. */
export class EmbeddedFiles {
  readonly folder: string
  readonly configFile: string
  readonly logFile: string
  readonly #recordFile: string
  readonly #socketFile: string

  constructor(folder: string) {
    this.folder = folder
    this.configFile = join(folder, 'redis.conf')
    this.logFile = join(folder, 'redis.log')
    this.#recordFile = join(folder, 'server.json')
    this.#socketFile = join(folder, 'redis.sock')
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER })
  }

  /** The path of the Unix socket; undefined where there are none, or it would be too long. */
  get socketPath(): string | undefined {
    if (process.platform === 'win32') return undefined
    return Buffer.byteLength(this.#socketFile) <= LONGEST_SOCKET_PATH_BYTES ? this.#socketFile : undefined
  }

  /** Writes what the next server reads, and the record of how to reach it. */
  writeRun(address: EmbeddedAddress): void {
    this.#keepLogSmall()
    this.#writePrivately(this.configFile, configText(this, address))
    this.#writePrivately(this.#recordFile, JSON.stringify(address))
  }

  /** How the last run could be reached; undefined when it ended in order, or its record cannot be read. */
  readRun(): EmbeddedAddress | undefined {
    try {
      return toAddress(JSON.parse(readFileSync(this.#recordFile, 'utf8')))
    } catch {
      return undefined
    }
  }

  /** The run has ended: nothing can be reached any more. Data and log stay. */
  removeRun(): void {
    for (const file of [this.#recordFile, this.configFile, this.#socketFile]) rmSync(file, { force: true })
  }

  /** The last lines of the log; empty where there is none. */
  logTail(): string {
    try {
      return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
    } catch {
      return ''
    }
  }

  #writePrivately(file: string, text: string): void {
    writeFileSync(file, text, { mode: PRIVATE_FILE })
    // The mode above counts for a new file alone.
    chmodSync(file, PRIVATE_FILE)
  }

  #keepLogSmall(): void {
    try {
      if (statSync(this.logFile).size > LONGEST_LOG_BYTES) renameSync(this.logFile, `${this.logFile}.old`)
    } catch {
      // There is no log yet.
    }
  }
}

function toAddress(record: unknown): EmbeddedAddress | undefined {
  if (typeof record !== 'object' || record === null) return undefined
  if (!('password' in record) || typeof record.password !== 'string') return undefined
  const { password } = record
  if ('path' in record && typeof record.path === 'string') return { path: record.path, password }
  if (
    'host' in record &&
    'port' in record &&
    record.host === '127.0.0.1' &&
    typeof record.port === 'number'
  ) {
    return { host: record.host, port: record.port, password }
  }
  return undefined
}

/** A text in the quotes of redis.conf. */
const quote = (text: string): string =>
  `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`

/** The password is here and not among the arguments, which every user of the machine can read. */
function configText(files: EmbeddedFiles, address: EmbeddedAddress): string {
  const listen =
    'path' in address
      ? ['port 0', `unixsocket ${quote(address.path)}`, 'unixsocketperm 600']
      : [`port ${address.port}`, 'bind 127.0.0.1']
  const lines = [
    '# Written at each start of the embedded server.',
    ...listen,
    `requirepass ${quote(address.password)}`,
    `dir ${quote(files.folder)}`,
    `logfile ${quote(files.logFile)}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
  ]
  return `${lines.join('\n')}\n`
}
