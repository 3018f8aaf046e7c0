import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import type { Redis } from 'ioredis'
import type { Unsubscribe } from '../processor/clock'
import { KeyholdError } from '../processor/errors'
import { closeRedis, openRedis } from './connect'
import { EmbeddedFiles, type EmbeddedAddress } from './embedded-files'
import { findRedisServer } from './find-redis-server'
import { formatRedisAddress, showRedisAddress } from './redis-address'
import { endStaleServer, OWNER_CONNECTION } from './stale-server'

export interface EmbeddedServerOptions {
  /** For its data, configuration, log and socket. Made when missing, readable by this user alone. */
  readonly folder: string
  /** The program to run; looked for when absent. */
  readonly binary?: string
  /** The app's resources, the first place to look in. */
  readonly resourcesFolder?: string
}

/** A Redis server of one's own. */
export interface EmbeddedServer {
  /** The whole address, password included. */
  readonly url: string
  /** The address as it may be shown. */
  readonly address: string
  readonly pid: number
  /** Ends it in order, so that nothing written is lost; killed after 3 s. May be called twice. */
  stop(): Promise<void>
  /** Called when it ends although nobody asked it to. @returns unsubscribes */
  onExit(listener: (code: number | null, signal: NodeJS.Signals | null) => void): Unsubscribe
}

/** Reading a large append-only file takes its time. */
const READY_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 3_000
const PORT_ATTEMPTS = 5

async function findFreePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  return address.port
}

async function chooseAddress(files: EmbeddedFiles): Promise<EmbeddedAddress> {
  const password = randomBytes(24).toString('hex')
  const path = files.socketPath
  return path === undefined ? { host: '127.0.0.1', port: await findFreePort(), password } : { path, password }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** Resolves with true when it is ready, with false when the process ended before, or time is over. */
function becomesReady(child: ChildProcess, owner: Redis): Promise<boolean> {
  return new Promise((settle) => {
    const timer = setTimeout(() => finish(false), READY_TIMEOUT_MS)
    const ended = (): void => finish(false)
    const ready = (): void => finish(true)
    function finish(isReady: boolean): void {
      clearTimeout(timer)
      child.off('exit', ended).off('error', ended)
      owner.off('ready', ready)
      settle(isReady)
    }
    child.once('exit', ended).once('error', ended)
    owner.once('ready', ready)
  })
}

class RunningServer implements EmbeddedServer {
  readonly url: string
  readonly address: string
  readonly pid: number
  readonly #listeners = new Set<(code: number | null, signal: NodeJS.Signals | null) => void>()
  readonly #endWithProcess = (): void => {
    this.child.kill('SIGTERM')
  }
  #stopping: Promise<void> | undefined

  constructor(
    readonly files: EmbeddedFiles,
    address: EmbeddedAddress,
    readonly child: ChildProcess,
    readonly owner: Redis,
  ) {
    this.url = formatRedisAddress(address)
    this.address = showRedisAddress(address)
    this.pid = child.pid ?? 0
    process.once('exit', this.#endWithProcess)
    child.once('exit', (code, signal) => {
      this.#forget()
      if (this.#stopping) return
      for (const listener of this.#listeners) listener(code, signal)
    })
  }

  onExit(listener: (code: number | null, signal: NodeJS.Signals | null) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= endChild(this.child).then(() => this.#forget())
    return this.#stopping
  }

  #forget(): void {
    process.off('exit', this.#endWithProcess)
    closeRedis(this.owner)
    this.files.removeRun()
  }
}

/** SIGTERM makes Redis write its append-only file to the end. */
async function endChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return
  const exit = once(child, 'exit')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  child.kill('SIGTERM')
  await exit
  clearTimeout(timer)
}

async function launch(program: string, files: EmbeddedFiles): Promise<RunningServer | undefined> {
  const address = await chooseAddress(files)
  files.writeRun(address)
  const child = spawn(program, [files.configFile], {
    cwd: files.folder,
    stdio: 'ignore',
    windowsHide: true,
    // A Ctrl-C in the terminal reaches the whole group: Redis has to outlive the app's last settles.
    detached: process.platform !== 'win32',
  })
  const owner = openRedis(address, { connectionName: OWNER_CONNECTION })
  if (await becomesReady(child, owner)) return new RunningServer(files, address, child, owner)
  closeRedis(owner)
  await endChild(child)
  files.removeRun()
  return undefined
}

function notStarted(files: EmbeddedFiles): KeyholdError {
  const log = files.logTail()
  const because = log === '' ? 'it left no log' : `its log ends with: ${log}`
  return new KeyholdError(
    'redis-not-started',
    `The embedded Redis did not start; ${because}`,
    `Read ${files.logFile}; to start with no data, move that folder aside.`,
  )
}

/**
 * Starts a Redis server of the app's own: on a Unix socket where there are any and its path is short enough, else
 * on a free port of 127.0.0.1, with a random password for each start and an append-only file. A server that a
 * crashed run left in the same folder is ended first. It ends with `stop`, and with this process.
 *
 * @throws KeyholdError `no-redis-server` (with the way to install one on this system), `redis-in-use`,
 *   `redis-not-started`
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const program = findRedisServer(options)
  const files = new EmbeddedFiles(resolve(options.folder))
  await endStaleServer(files)
  // Another process may take the free port before Redis does.
  const attempts = files.socketPath === undefined ? PORT_ATTEMPTS : 1
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const server = await launch(program, files)
    if (server) return server
    if (!files.logTail().includes('Address already in use')) break
  }
  throw notStarted(files)
}
