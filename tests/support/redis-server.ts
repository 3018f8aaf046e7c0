import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from './wait-for'

export interface RedisServerOptions {
  /** Further arguments, e.g. `['--maxmemory', '5mb']`. */
  readonly args?: readonly string[]
  readonly password?: string
  /** Folder of the data; its own and temporary when absent, and then removed by `stop`. */
  readonly dir?: string
}

/** A real redis-server of its own. Everything written survives `kill` + `restart({ keepData: true })`. */
export interface RedisServer {
  readonly port: number
  /** With the password. */
  readonly url: string
  /** Of the process that runs now, or ran last. */
  readonly pid: number
  readonly dir: string
  /** Ends it at once and removes its own folder. May be called twice. */
  stop(): Promise<void>
  /** Sends the signal, and waits for the end of the process. Default SIGKILL. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** SIGSTOP: connections stay open and nothing answers. */
  suspend(): void
  /** SIGCONT. */
  continue(): void
  /** Ends it where it still runs, and starts it on the same port. Resolves when it answers. Default: keeps data. */
  restart(options?: { readonly keepData?: boolean }): Promise<void>
}

const START_TIMEOUT_MS = 10_000
const ATTEMPTS = 5

/** A port of 127.0.0.1 that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}

/** Asks with inline commands, so that the suites of the client do not stand on the client. */
export function pingRedis(port: number, password?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let received = ''
    socket.setTimeout(500, () => socket.destroy())
    socket.on('connect', () =>
      socket.write(`${password === undefined ? '' : `AUTH ${password}\r\n`}PING\r\n`),
    )
    socket.on('data', (data) => {
      received += data.toString()
      if (received.includes('+PONG')) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(received.includes('+PONG')))
  })
}

class RedisServerProcess implements RedisServer {
  readonly dir: string
  readonly #ownsDir: boolean
  readonly #args: readonly string[]
  readonly #password: string | undefined
  readonly #killAtExit = (): void => {
    this.#child?.kill('SIGKILL')
  }
  #child: ChildProcess | undefined
  port = 0
  pid = 0

  constructor({ args = [], password, dir }: RedisServerOptions) {
    this.#args = args
    this.#password = password
    this.#ownsDir = dir === undefined
    this.dir = dir ?? mkdtempSync(join(tmpdir(), 'keyhold-redis-'))
    process.once('exit', this.#killAtExit)
  }

  get url(): string {
    return `redis://${this.#password === undefined ? '' : `:${this.#password}@`}127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    // Between finding a port and listening on it another process may take it.
    for (let attempt = 1; ; attempt += 1) {
      if (attempt > 1 || this.port === 0) this.port = await findFreePort()
      try {
        await this.#spawn()
        return
      } catch (error) {
        if (attempt === ATTEMPTS) throw error
      }
    }
  }

  async #spawn(): Promise<void> {
    const child = spawn(process.env['KEYHOLD_REDIS_SERVER'] ?? 'redis-server', this.#commandLine(), {
      stdio: 'ignore',
    })
    this.#child = child
    child.on('error', () => {})
    this.pid = child.pid ?? 0
    const ended = (): boolean =>
      child.pid === undefined || child.exitCode !== null || child.signalCode !== null
    const answer = await waitFor(
      async () => (ended() ? 'ended' : (await pingRedis(this.port, this.#password)) && 'answers'),
      { timeoutMs: START_TIMEOUT_MS, what: `redis-server on port ${this.port} answers PING` },
    )
    if (answer === 'ended') throw new Error(`redis-server did not start:\n${this.#readLog()}`)
  }

  #commandLine(): string[] {
    const password = this.#password === undefined ? [] : ['--requirepass', this.#password]
    const persistence = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'no']
    return [
      ...['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.dir],
      ...['--logfile', join(this.dir, 'redis.log'), '--daemonize', 'no'],
      ...persistence,
      ...password,
      ...this.#args,
    ]
  }

  #readLog(): string {
    try {
      return readFileSync(join(this.dir, 'redis.log'), 'utf8').slice(-2_000)
    } catch {
      return '(no log)'
    }
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }

  suspend(): void {
    this.#child?.kill('SIGSTOP')
  }

  continue(): void {
    this.#child?.kill('SIGCONT')
  }

  async restart({ keepData = true }: { readonly keepData?: boolean } = {}): Promise<void> {
    await this.kill()
    if (!keepData) {
      rmSync(join(this.dir, 'appendonlydir'), { recursive: true, force: true })
      rmSync(join(this.dir, 'appendonly.aof'), { force: true })
      rmSync(join(this.dir, 'dump.rdb'), { force: true })
    }
    await this.#spawn()
  }

  async stop(): Promise<void> {
    process.removeListener('exit', this.#killAtExit)
    await this.kill()
    if (this.#ownsDir) rmSync(this.dir, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Starts a redis-server on a free port and waits until it answers PING. */
export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const server = new RedisServerProcess(options)
  try {
    await server.start()
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}
