import type { KeyholdError } from '../processor/errors'
import { HandlerError, type Failure } from './handler-error'
import type { HandlerLogLine } from './handler-runner'
import { HostConnection, type HostDeath } from './host-connection'
import type { HostLauncher } from './host-launcher'
import type { FromHost, HostAnswer, HostRequest, HostSettings } from './host-protocol'

/** A script may kill the host as it loads, before its run has begun: it gets no more than these. */
const LAUNCHES_PER_REQUEST = 2
/** How long aborted runs may take to end when all of it closes. */
const CLOSE_GRACE_MS = 500
const WATCHDOG_INTERVAL_MS = 5_000
/** A host that has not ended a run this long after it had to is stuck itself. */
const WATCHDOG_MARGIN_MS = 30_000

const aborted: Failure = { code: 'aborted', message: 'The run was aborted.' }

interface Pending {
  readonly request: HostRequest
  readonly resolve: (answer: HostAnswer) => void
  readonly reject: (error: KeyholdError) => void
  /** The host has it and may have called the handler: it is never sent again. */
  begun: boolean
  launches: number
  watchdogTicks: number
}

export interface HostClientOptions {
  readonly launcher: HostLauncher
  readonly settings: HostSettings
  readonly log: ((line: HandlerLogLine) => void) | undefined
}

/**
 * Asks the handler host, which is launched with the first request and launched again when it dies. A run that may
 * have been called when the host died fails as `crashed`; every other request goes to the new host.
 */
export class HostClient {
  readonly #options: HostClientOptions
  readonly #pending = new Map<number, Pending>()
  readonly #watchdog: NodeJS.Timeout
  #host: HostConnection | undefined
  #nextId = 1
  #closing: Promise<void> | undefined
  #whenIdle: (() => void) | undefined

  constructor(options: HostClientOptions) {
    this.#options = options
    this.#watchdog = setInterval(() => this.#watch(), WATCHDOG_INTERVAL_MS)
    this.#watchdog.unref()
  }

  get pid(): number | undefined {
    return this.#host?.pid
  }

  /** @throws HandlerError */
  async ask(request: HostRequest, signal?: AbortSignal): Promise<HostAnswer> {
    if (this.#closing !== undefined || signal?.aborted) throw new HandlerError(aborted)
    const id = this.#nextId++
    const onAbort = (): void => this.#abort(id)
    signal?.addEventListener('abort', onAbort)
    try {
      return await new Promise<HostAnswer>((resolve, reject) => {
        this.#pending.set(id, { request, resolve, reject, begun: false, launches: 0, watchdogTicks: 0 })
        this.#send(id, request)
      })
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** Aborts what runs and ends the host. No process is left when it resolves. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    clearInterval(this.#watchdog)
    for (const id of this.#pending.keys()) this.#abort(id)
    if (this.#pending.size > 0) await this.#idle(CLOSE_GRACE_MS)
    await this.#host?.kill()
  }

  #idle(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.#whenIdle = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #send(id: number, request: HostRequest): void {
    const host = (this.#host ??= this.#launch())
    host.send({ type: 'request', id, request })
    if (host.isUp) this.#begin(id)
  }

  #begin(id: number): void {
    const pending = this.#pending.get(id)
    if (pending) pending.begun = pending.request.kind === 'run'
  }

  #launch(): HostConnection {
    return new HostConnection(this.#options.launcher, this.#options.settings, {
      onMessage: (message) => this.#receive(message),
      onOutput: (text) => this.#options.log?.({ level: 'error', text, run: undefined }),
      onDeath: (death) => this.#buryHost(death),
    })
  }

  #receive(message: FromHost): void {
    switch (message.type) {
      case 'up':
        for (const id of this.#pending.keys()) this.#begin(id)
        return
      case 'deferred': {
        const pending = this.#pending.get(message.id)
        if (pending) pending.begun = false
        return
      }
      case 'ready':
        if (!this.#pending.has(message.id)) return
        this.#begin(message.id)
        this.#host?.send({ type: 'go', id: message.id })
        return
      case 'done':
        this.#take(message.id)?.resolve(message.answer)
        return
      case 'failed':
        this.#take(message.id)?.reject(new HandlerError(message.failure))
        return
      case 'line':
        this.#options.log?.(message.line)
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (this.#pending.size === 0) this.#whenIdle?.()
    return pending
  }

  /** A run that has begun is ended by the host; anything else ends here. */
  #abort(id: number): void {
    this.#host?.send({ type: 'abort', id })
    if (this.#pending.get(id)?.begun === false) this.#take(id)?.reject(new HandlerError(aborted))
  }

  #buryHost(death: HostDeath): void {
    this.#host = undefined
    const lost = [...this.#pending].filter(([, pending]) => this.#isLost(pending, death))
    const failure = this.#failureOf(death, lost.length)
    for (const [id] of lost) this.#take(id)?.reject(new HandlerError(failure))
    if (this.#closing !== undefined || !death.wasUp) return
    this.#host = this.#launch()
    for (const [id, { request }] of this.#pending) this.#send(id, request)
  }

  #isLost(pending: Pending, death: HostDeath): boolean {
    pending.launches += 1
    const isGivenUp = pending.launches >= LAUNCHES_PER_REQUEST || !death.wasUp || this.#closing !== undefined
    return pending.begun || isGivenUp
  }

  #failureOf(death: HostDeath, lostCount: number): Failure {
    if (this.#closing !== undefined) return aborted
    if (!death.wasUp) return notStarted(death)
    // Of several it cannot be said which one did it.
    return lostCount === 1 && ranOutOfMemory(death) ? outOfMemory : crashed(death)
  }

  /** Counted in its own ticks, so that a sleep of the machine counts for nothing. */
  #watch(): void {
    const { timeoutMs, loadTimeoutMs, graceMs } = this.#options.settings
    const longestMs = loadTimeoutMs + timeoutMs + graceMs + WATCHDOG_MARGIN_MS
    const ticksAllowed = longestMs / WATCHDOG_INTERVAL_MS
    let isStuck = false
    for (const pending of this.#pending.values()) {
      pending.watchdogTicks += 1
      isStuck ||= pending.watchdogTicks > ticksAllowed
    }
    if (isStuck) void this.#host?.kill()
  }
}

/** Lines by which V8 and native code say why they end a process. */
const lastWords = (death: HostDeath): string => {
  const line = death.lastLines.find((text) => /FATAL|Error:/.test(text))
  return line === undefined ? '' : ` It wrote: ${line.trim()}`
}

function crashed(death: HostDeath): Failure {
  return {
    code: 'crashed',
    message: `The handler host ended with ${death.reason} while the job ran.${lastWords(death)}`,
  }
}

function notStarted(death: HostDeath): Failure {
  return {
    code: 'crashed',
    message: `The handler host did not start; it ended with ${death.reason}.${lastWords(death)}`,
    remedy: 'Check that the application is installed whole, then schedule the job again.',
  }
}

/** One allocation larger than the whole heap ends the process instead of the worker. */
const ranOutOfMemory = (death: HostDeath): boolean =>
  death.lastLines.some((line) => line.includes('heap out of memory'))

const outOfMemory: Failure = {
  code: 'out-of-memory',
  message: 'The handler wanted more memory at once than its host can have.',
}
