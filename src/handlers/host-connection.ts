import type { HandlerRun } from './handler-runner'
import { isFromHostBatch, packRun, type FromHost, type HostSettings, type ToHost } from './host-protocol'
import type { HostLauncher, HostProcess } from './host-launcher'
import { LineRate } from './line-rate'
import { MessageBatch } from './message-batch'
import { RunMarks, type LastingMarks, type RunFate } from './run-marks'

/** Lines kept of what the process wrote last: the reason of a native crash is among them. */
const LINES_KEPT = 20

export interface HostDeath {
  /** False where the process never came up: launching it again would end the same way. */
  readonly wasUp: boolean
  /** What it ended with, as a part of a sentence: `signal SIGABRT`, `exit code 1`, `no reason given`. */
  readonly reason: string
  readonly lastLines: readonly string[]
  /** What became of a run that was sent to it, as far as its answers do not tell. */
  readonly fateOf: (runId: number) => RunFate
  /** Removes the file that told it. */
  readonly removeMarks: () => void
}

export interface HostConnectionListeners {
  onMessage(message: FromHost): void
  onOutput(line: string): void
  onDeath(death: HostDeath): void
}

/** What every host is told; the file of its marks is its own. */
export type SettingsOfAll = Omit<HostSettings, 'marksFile'>

export interface HostConnectionOptions {
  readonly launcher: HostLauncher
  readonly settings: SettingsOfAll
  /** Where the marks of its runs are kept; undefined: in a temporary folder. */
  readonly marks?: LastingMarks | undefined
}

const fateUnknown = (): RunFate => ({ kind: 'lost', startedAt: undefined })

/** One host process, from its launch to its end. */
export class HostConnection {
  readonly #process: HostProcess
  readonly #batch: MessageBatch<ToHost>
  readonly #beforeUp: ToHost[] = []
  readonly #lastLines: string[] = []
  readonly #death: Promise<void>
  #marks: RunMarks | undefined
  #isUp = false
  #isDead = false

  constructor(options: HostConnectionOptions, listeners: HostConnectionListeners) {
    this.#process = launched(options.launcher)
    this.#batch = new MessageBatch((messages) => this.#process.send(messages))
    this.#process.onMessage((batch) => {
      // What comes after its end is about runs whose fate has been settled by then.
      if (this.#isDead || !isFromHostBatch(batch)) return
      for (const message of batch) {
        if (message.type === 'up') this.#cameUp(options, listeners)
        listeners.onMessage(message)
      }
    })
    const output = new LineRate((line) => listeners.onOutput(line))
    this.#process.onOutput((line) => {
      if (this.#lastLines.push(line) > LINES_KEPT) this.#lastLines.shift()
      output.push(line)
    })
    this.#death = new Promise((resolve) => {
      this.#process.onExit((code, signal) => {
        resolve()
        this.#isDead = true
        const fateOf = this.#readMarks()
        const reason = reasonOf(code, signal)
        const removeMarks = (): void => this.#removeMarks()
        listeners.onDeath({ wasUp: this.#isUp, reason, lastLines: this.#lastLines, fateOf, removeMarks })
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

  /** Those of one script that are sent right after one another travel as one message. */
  sendRun(id: number, run: HandlerRun): void {
    const { file } = run
    const last = this.#isUp ? this.#batch.last : this.#beforeUp.at(-1)
    const row = packRun(id, run)
    if (last?.type === 'runs' && last.file === file) last.rows.push(row)
    else this.send({ type: 'runs', file, rows: [row] })
  }

  /** Ends the process at once. @returns when it is gone */
  kill(): Promise<void> {
    this.#process.kill()
    return this.#death
  }

  #readMarks(): HostDeath['fateOf'] {
    try {
      if (!this.#isUp) return () => ({ kind: 'not-started' })
      return this.#marks?.read() ?? fateUnknown
    } catch {
      return fateUnknown
    }
  }

  /** A folder that cannot be removed now is left behind. */
  #removeMarks(): void {
    try {
      this.#marks?.remove()
    } catch {
      // The system clears its temporary folder; a lasting one is cleared at the next start.
    }
  }

  /** The file is there, with the host's id, before the host is told of any run. */
  #cameUp({ settings, marks }: HostConnectionOptions, listeners: HostConnectionListeners): void {
    this.#isUp = true
    this.#marks = openMarks(this.pid ?? 0, marks, listeners)
    this.#batch.push({ type: 'settings', settings: { ...settings, marksFile: this.#marks?.path } })
    for (const message of this.#beforeUp.splice(0)) this.#batch.push(message)
  }
}

/** Without marks, whatever was sent counts as started when the host dies: nothing is run twice. */
function openMarks(
  pid: number,
  lasting: LastingMarks | undefined,
  listeners: HostConnectionListeners,
): RunMarks | undefined {
  try {
    return new RunMarks(pid, lasting)
  } catch (error) {
    if (lasting === undefined) return undefined
    listeners.onOutput(`What runs cannot be marked in ${lasting.folder}: ${String(error)}`)
    return openMarks(pid, undefined, listeners)
  }
}

/** Electron tells no signal, and calls one exit code 0. */
function reasonOf(code: number | null, signal: string | null): string {
  if (signal !== null) return `signal ${signal}`
  return code === null || code === 0 ? 'no reason given' : `exit code ${code}`
}

function launched(launcher: HostLauncher): HostProcess {
  try {
    return launcher.launch()
  } catch (error) {
    return failedLaunch(error)
  }
}

/** A process that could not be started. */
function failedLaunch(error: unknown): HostProcess {
  return {
    pid: undefined,
    send: () => undefined,
    onMessage: () => undefined,
    onExit: (listener) => void setImmediate(listener, null, null),
    onOutput: (listener) => listener(String(error)),
    kill: () => undefined,
  }
}
