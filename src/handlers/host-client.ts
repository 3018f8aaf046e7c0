import type { Failure } from './failure'
import { HandlerError, type FailedRun } from './handler-error'
import type { HandlerLogLine } from './handler-runner'
import { HostConnection, type HostDeath, type SettingsOfAll } from './host-connection'
import { aborted, failureOf, recalled } from './host-failures'
import type { HostLauncher } from './host-launcher'
import type { FromHost, GoodScript, HostAnswer, HostRequest } from './host-protocol'
import { HostWatchdog } from './host-watchdog'
import { KnownScripts } from './known-scripts'
import { fileOf, type PendingRequest, type RequestListener } from './pending-request'
import { retryDelayOf } from './retry-delay'

/** A script may kill the host as it loads, before its run has begun: it gets no more than these. */
const LAUNCHES_PER_REQUEST = 2
/** How long aborted runs may take to end when all of it closes. */
const CLOSE_GRACE_MS = 500

export interface HostClientOptions {
  readonly launcher: HostLauncher
  readonly settings: SettingsOfAll
  readonly log: ((line: HandlerLogLine) => void) | undefined
  /** A script has loaded that is another than its last good one. */
  readonly onGood?: (script: GoodScript) => void
}

/**
 * Asks the handler host, which is launched with the first request and launched again when it dies. A run that was
 * under way when the host died fails as `crashed`; every request that was not goes to the new host, in its order.
 */
export class HostClient {
  readonly #options: HostClientOptions
  readonly #pending = new Map<number, PendingRequest>()
  readonly #scripts = new KnownScripts()
  readonly #watchdog: HostWatchdog
  #host: HostConnection | undefined
  /** What to call when a recall is over. */
  readonly #recalls = new Map<number, () => void>()
  #nextId = 1
  #closing: Promise<void> | undefined
  #whenIdle: (() => void) | undefined

  constructor(options: HostClientOptions) {
    this.#options = options
    this.#watchdog = new HostWatchdog({
      settings: options.settings,
      scripts: this.#scripts,
      pending: this.#pending,
      onStuck: () => void this.#host?.kill(),
    })
  }

  get pid(): number | undefined {
    return this.#host?.pid
  }

  /** @throws HandlerError */
  async ask(request: HostRequest, signal?: AbortSignal, listener: RequestListener = {}): Promise<HostAnswer> {
    if (this.#closing !== undefined || signal?.aborted) throw new HandlerError(aborted)
    const id = this.#nextId++
    const onAbort = (): void => this.#abort(id)
    signal?.addEventListener('abort', onAbort)
    try {
      return await new Promise<HostAnswer>((resolve, reject) => {
        const looksLeft = this.#watchdog.looksFor(request)
        const state = { begun: false, unwanted: undefined, launches: 0, looksLeft }
        this.#pending.set(id, { request, listener, resolve, reject, ...state })
        this.#send(id, request)
      })
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** Takes back runs that have not started. @returns when it is known which have */
  recall(jobIds: readonly number[]): Promise<void> {
    const wanted = new Set(jobIds)
    const ids: number[] = []
    for (const [id, pending] of this.#pending) {
      if (pending.request.kind !== 'run' || !wanted.has(pending.request.jobId)) continue
      pending.unwanted ??= recalled
      ids.push(id)
    }
    if (ids.length === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const callId = this.#nextId++
      this.#recalls.set(callId, resolve)
      this.#host?.send({ type: 'recall', callId, ids })
    })
  }

  /** Aborts what runs and ends the host. No process is left when it resolves. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#watchdog.close()
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
    if (pending === undefined) return
    pending.begun = pending.request.kind === 'try'
    pending.looksLeft = this.#watchdog.looksFor(pending.request)
  }

  #launch(): HostConnection {
    const host = new HostConnection(this.#options.launcher, this.#options.settings, {
      onMessage: (message) => this.#receive(message),
      onOutput: (text) => this.#options.log?.({ level: 'error', text, run: undefined }),
      onDeath: (death) => this.#buryHost(death),
    })
    for (const message of this.#scripts.startAnew()) host.send(message)
    return host
  }

  #receive(message: FromHost): void {
    switch (message.type) {
      case 'up':
        for (const id of this.#pending.keys()) this.#begin(id)
        return
      case 'ready': {
        const pending = this.#pending.get(message.id)
        if (pending) this.#hasLoaded(pending)
        return
      }
      case 'ran':
        this.#ran(message)
        return
      case 'recalled':
        this.#recallOver(message.callId)
        return
      case 'good':
        this.#scripts.isGood(message.script)
        this.#options.onGood?.(message.script)
        return
      case 'reading':
        this.#scripts.reads(message.file, message.path, message.hash)
        return
      case 'done':
        this.#take(message.id)?.resolve(message.answer)
        return
      case 'failed':
        this.#fail(message.id, message.failure, message.run)
        return
      case 'line':
        this.#say(message)
        return
      case 'progress':
        this.#pending.get(message.id)?.listener.onProgress?.(message.progress)
        return
      case 'schedule':
        void this.#schedule(message)
    }
  }

  #ran({ version, ends }: Extract<FromHost, { type: 'ran' }>): void {
    for (let i = 0; i + 2 < ends.length; i += 3) {
      const [id = 0, pauseMs = 0, runMs = 0] = [ends[i], ends[i + 1], ends[i + 2]]
      this.#take(id)?.resolve({ kind: 'run', pauseMs, runMs, version })
    }
  }

  #recallOver(callId: number): void {
    this.#recalls.get(callId)?.()
    this.#recalls.delete(callId)
  }

  #say({ id, level, text, at }: Extract<FromHost, { type: 'line' }>): void {
    const pending = id === undefined ? undefined : this.#pending.get(id)
    if (pending?.listener.onLine) pending.listener.onLine({ level, text, at })
    else this.#options.log?.({ level, text, run: undefined })
  }

  async #schedule({ id, callId, request }: Extract<FromHost, { type: 'schedule' }>): Promise<void> {
    const host = this.#host
    const reply = await this.#pending.get(id)?.listener.onSchedule?.(request)
    if (reply) host?.send({ type: 'scheduled', id, callId, reply })
  }

  #take(id: number): PendingRequest | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (pending) this.#hasLoaded(pending)
    if (this.#pending.size === 0) this.#whenIdle?.()
    return pending
  }

  #fail(id: number, failure: Failure, run?: FailedRun): void {
    this.#take(id)?.reject(new HandlerError(failure, run))
  }

  #hasLoaded({ request }: PendingRequest): void {
    const file = fileOf(request)
    if (file !== undefined) this.#scripts.hasLoaded(file)
  }

  /** A run, and a try that has begun, are ended by the host; anything else ends here. */
  #abort(id: number): void {
    const pending = this.#pending.get(id)
    this.#host?.send({ type: 'abort', id })
    if (pending === undefined) return
    this.#watchdog.expectEnd(pending)
    if (pending.request.kind === 'run') pending.unwanted ??= aborted
    else if (!pending.begun) this.#fail(id, aborted)
  }

  #buryHost(death: HostDeath): void {
    this.#host = undefined
    const lost = this.#whatWasUnderWay(death)
    const isClosing = this.#closing !== undefined
    const failure = isClosing ? aborted : failureOf(death, lost.size === 1)
    if (death.wasUp) this.#blameLoads(failure, lost.size === 0)
    for (const [id, run] of lost) this.#fail(id, failure, run(failure))
    for (const [id, pending] of [...this.#pending]) {
      if (pending.unwanted) this.#fail(id, pending.unwanted, { notStarted: true })
      else if (this.#isGivenUp(pending, death, lost.size === 0)) this.#fail(id, failure, { notStarted: true })
    }
    for (const callId of [...this.#recalls.keys()]) this.#recallOver(callId)
    if (isClosing || !death.wasUp) return
    this.#host = this.#launch()
    for (const [id, { request }] of this.#pending) this.#send(id, request)
  }

  /**
   * Brings to their end the runs that had ended, and takes back what is not to follow them.
   * @returns what was under way, and how each failed
   */
  #whatWasUnderWay(death: HostDeath): Map<number, (failure: Failure) => FailedRun> {
    const lost = new Map<number, (failure: Failure) => FailedRun>()
    const pausing = new Set<number>()
    for (const [id, pending] of [...this.#pending]) {
      const { request } = pending
      if (request.kind !== 'run') {
        if (pending.begun) lost.set(id, () => ({ notStarted: false }))
        continue
      }
      const fate = death.fateOf(id)
      const good = this.#scripts.goodOf(request.file)
      if (fate.kind === 'ended') {
        const { pauseMs } = fate
        if (pauseMs > 0) pausing.add(request.lane)
        this.#take(id)?.resolve({ kind: 'run', pauseMs, runMs: 0, version: good?.version ?? '' })
      } else if (fate.kind === 'lost') {
        const runMs = fate.startedAt === undefined ? 0 : Math.max(0, Date.now() - fate.startedAt)
        lost.set(id, ({ code }) => ({
          ...{ version: good?.version, runMs, notStarted: false },
          retryDelayMs: retryDelayOf(good?.options, request.attempt, code),
        }))
      } else if (request.behind !== undefined && pausing.has(request.lane)) pending.unwanted ??= recalled
    }
    return lost
  }

  /** The script that was being loaded may have ended the host: for sure where nothing else was going on, or twice. */
  #blameLoads(failure: Failure, nothingRan: boolean): void {
    const { loading } = this.#scripts
    for (const file of loading) {
      const isSecond = [...this.#pending.values()].some(
        ({ request, launches }) => fileOf(request) === file && launches > 0,
      )
      if (isSecond || (nothingRan && loading.length === 1)) this.#scripts.blame(file, failure)
    }
  }

  #isGivenUp(pending: PendingRequest, death: HostDeath, nothingRan: boolean): boolean {
    if (!death.wasUp || this.#closing !== undefined) return true
    const file = fileOf(pending.request)
    // What only waited has no part in the death.
    if (nothingRan || (file !== undefined && this.#scripts.loading.includes(file))) pending.launches += 1
    const isBlamed = file !== undefined && this.#scripts.isBlamed(file)
    if (!isBlamed) return pending.launches >= LAUNCHES_PER_REQUEST
    // The last good version runs instead.
    return pending.request.kind !== 'run' || this.#scripts.goodOf(file) === undefined
  }
}
