import { isFromHostBatch, type FromHost, type HostSettings, type ToHost } from './host-protocol'
import type { HostLauncher, HostProcess } from './host-launcher'
import { MessageBatch } from './message-batch'

/** Lines kept of what the process wrote last: the reason of a native crash is among them. */
const LINES_KEPT = 20

export interface HostDeath {
  /** False where the process never came up: launching it again would end the same way. */
  readonly wasUp: boolean
  /** What it ended with, as a part of a sentence: `signal SIGABRT`, `exit code 1`, `no reason given`. */
  readonly reason: string
  readonly lastLines: readonly string[]
}

export interface HostConnectionListeners {
  onMessage(message: FromHost): void
  onOutput(line: string): void
  onDeath(death: HostDeath): void
}

/** One host process, from its launch to its end. */
export class HostConnection {
  readonly #process: HostProcess
  readonly #batch: MessageBatch<ToHost>
  readonly #beforeUp: ToHost[] = []
  readonly #lastLines: string[] = []
  readonly #death: Promise<void>
  #isUp = false

  constructor(launcher: HostLauncher, settings: HostSettings, listeners: HostConnectionListeners) {
    this.#process = launcher.launch()
    this.#batch = new MessageBatch((messages) => this.#process.send(messages))
    this.#process.onMessage((batch) => {
      if (!isFromHostBatch(batch)) return
      for (const message of batch) {
        if (message.type === 'up') this.#cameUp(settings)
        listeners.onMessage(message)
      }
    })
    this.#process.onOutput((line) => {
      if (this.#lastLines.push(line) > LINES_KEPT) this.#lastLines.shift()
      listeners.onOutput(line)
    })
    this.#death = new Promise((resolve) => {
      this.#process.onExit((code, signal) => {
        resolve()
        listeners.onDeath({ wasUp: this.#isUp, reason: reasonOf(code, signal), lastLines: this.#lastLines })
      })
    })
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  get isUp(): boolean {
    return this.#isUp
  }

  /** What is sent before the process is up waits for it. */
  send(message: ToHost): void {
    if (this.#isUp) this.#batch.push(message)
    else this.#beforeUp.push(message)
  }

  /** Ends the process at once. @returns when it is gone */
  kill(): Promise<void> {
    this.#process.kill()
    return this.#death
  }

  #cameUp(settings: HostSettings): void {
    this.#isUp = true
    this.#batch.push({ type: 'settings', settings })
    for (const message of this.#beforeUp.splice(0)) this.#batch.push(message)
  }
}

/** Electron tells no signal, and calls one exit code 0. */
function reasonOf(code: number | null, signal: string | null): string {
  if (signal !== null) return `signal ${signal}`
  return code === null || code === 0 ? 'no reason given' : `exit code ${code}`
}
