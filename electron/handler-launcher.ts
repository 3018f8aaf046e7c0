import { utilityProcess, type UtilityProcess } from 'electron'
import { createInterface } from 'node:readline'
import { environmentForHandlers, type HostLauncher, type HostProcess } from '../src/runtime'

/** Starts handler hosts as utility processes: a packed app cannot fork. Knows those that run, for a quit in haste. */
export class UtilityLauncher implements HostLauncher {
  readonly #entry: string
  readonly #running = new Set<UtilityHost>()

  /** @param entry the host's bundle, absolute */
  constructor(entry: string) {
    this.#entry = entry
  }

  launch(): HostProcess {
    const host = new UtilityHost(this.#entry)
    this.#running.add(host)
    host.onExit(() => this.#running.delete(host))
    return host
  }

  killAll(): void {
    for (const host of this.#running) host.kill()
  }
}

class UtilityHost implements HostProcess {
  readonly #child: UtilityProcess
  #ended = false
  #killed = false

  constructor(entry: string) {
    this.#child = utilityProcess.fork(entry, [], {
      stdio: 'pipe',
      serviceName: 'Keyhold handler host',
      env: environmentForHandlers(process.env),
    })
    this.#child.once('spawn', () => {
      if (this.#killed) this.kill()
    })
    this.#child.once('exit', () => {
      this.#ended = true
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  send(message: object): void {
    if (!this.#ended) this.#child.postMessage(message)
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#child.on('message', listener)
  }

  /** Electron tells no signal. */
  onExit(listener: (code: number | null, signal: string | null) => void): void {
    this.#child.once('exit', (code) => listener(code, null))
  }

  onOutput(listener: (line: string) => void): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', listener)
    }
  }

  /** SIGKILL: a host that is stuck in native code does not hear anything milder. */
  kill(): void {
    this.#killed = true
    const { pid } = this.#child
    if (this.#ended || pid === undefined) return
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
