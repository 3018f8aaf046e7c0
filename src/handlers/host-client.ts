import type { Failure } from './failure'
import { HandlerError, type FailedRun } from './handler-error'
import type { HandlerEnd, HandlerLogLine, HandlerRun } from './handler-runner'
import { HostConnection, type HostConnectionOptions, type HostDeath } from './host-connection'
import { aborted, failureOf, recalled } from './host-failures'
import { blameLoads, isGivenUp, lossesOf } from './host-losses'
import type { FromHost, GoodScript, HostAnswer, HostQuestion } from './host-protocol'
import { HostWatchdog } from './host-watchdog'
import { KnownScripts } from './known-scripts'
import { fileOf, type PendingRequest, type PendingRun, type RequestListener } from './pending-request'
import { RunIds } from './run-ids'
import { refusedName } from './script-folder'

/** How long aborted runs may take to end when all of it closes. */
const CLOSE_GRACE_MS = 500

export interface HostClientOptions extends HostConnectionOptions {
  readonly log: ((line: HandlerLogLine) => void) | undefined
  /** A script has loaded that is another than its last good one. */
  readonly onGood?: (script: GoodScript) => void
  /** Runs of this text have ended. */
  readonly onRan?: (version: string) => void
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
  readonly #ids = new RunIds()
  #nextCallId = 1
  /** Of the last host that died: they stay until what they told of its runs is surely written down. */
  #removeLastMarks: (() => void) | undefined
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
  async ask(
    question: HostQuestion,
    signal?: AbortSignal,
    listener: RequestListener = {},
  ): Promise<HostAnswer> {
    if (this.#closing !== undefined || signal?.aborted) throw new HandlerError(aborted)
    const id = this.#ids.take()
    const onAbort = (): void => this.#abort(id)
    signal?.addEventListener('abort', onAbort)
    try {
      return await new Promise<HostAnswer>((resolve, reject) => {
        const state = { begun: false, launches: 0, looksLeft: 0 }
        this.#open(id, { kind: 'question', question, listener, resolve, reject, ...state })
      })
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** @throws HandlerError */
  run(run: HandlerRun, listener: RequestListener): Promise<HandlerEnd> {
    const refused = this.#closing === undefined ? refusedName(run.file) : aborted
    if (refused) return Promise.reject(new HandlerError(refused))
    return new Promise((resolve, reject) => {
      const state = { unwanted: undefined, launches: 0, looksLeft: 0 }
      this.#open(this.#ids.take(), { kind: 'run', run, listener, resolve, reject, ...state })
    })
  }

  /** Aborts the runs of a job. */
  abort(jobId: number): void {
    for (const [id] of this.#runsOf(new Set([jobId]))) this.#abort(id)
  }

  /** Takes back runs that have not started. @returns when it is known which have */
  recall(jobIds: readonly number[]): Promise<void> {
    const runs = this.#runsOf(new Set(jobIds))
    for (const [, pending] of runs) pending.unwanted ??= recalled
    const ids = runs.map(([id]) => id)
    if (ids.length === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const callId = this.#nextCallId++
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
    this.#removeLastMarks?.()
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

  #runsOf(jobIds: ReadonlySet<number>): (readonly [number, PendingRun])[] {
    const runs: (readonly [number, PendingRun])[] = []
    for (const [id, pending] of this.#pending) {
      if (pending.kind === 'run' && jobIds.has(pending.run.jobId)) runs.push([id, pending])
    }
    return runs
  }

  #open(id: number, pending: PendingRequest): void {
    this.#pending.set(id, pending)
    this.#watchdog.expectAnswer(pending)
    this.#send(id, pending)
  }

  #send(id: number, pending: PendingRequest): void {
    const host = (this.#host ??= this.#launch())
    if (pending.kind === 'run') host.sendRun(id, pending.run)
    else host.send({ type: 'request', id, question: pending.question })
    if (host.isUp) this.#begin(pending)
  }

  #begin(pending: PendingRequest): void {
    if (pending.kind === 'question') pending.begun = pending.question.kind === 'try'
    this.#watchdog.expectAnswer(pending)
  }

  #launch(): HostConnection {
    const host = new HostConnection(this.#options, {
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
        for (const pending of this.#pending.values()) this.#begin(pending)
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
        this.#answered(message)
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
      this.#ranWell(id, { pauseMs, runMs, version })
    }
  }

  #ranWell(id: number, end: HandlerEnd): void {
    const pending = this.#take(id)
    if (pending?.kind === 'run') pending.resolve(end)
    this.#options.onRan?.(end.version)
  }

  #answered({ id, answer }: Extract<FromHost, { type: 'done' }>): void {
    const pending = this.#take(id)
    if (pending?.kind === 'question') pending.resolve(answer)
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
    this.#ids.free(id)
    if (pending) this.#hasLoaded(pending)
    if (this.#pending.size === 0) this.#whenIdle?.()
    return pending
  }

  #fail(id: number, failure: Failure, run?: FailedRun): void {
    this.#take(id)?.reject(new HandlerError(failure, run))
    if (run?.version !== undefined) this.#options.onRan?.(run.version)
  }

  #hasLoaded(pending: PendingRequest): void {
    const file = fileOf(pending)
    if (file !== undefined) this.#scripts.hasLoaded(file)
  }

  /** A run, and a try that has begun, are ended by the host; anything else ends here. */
  #abort(id: number): void {
    const pending = this.#pending.get(id)
    this.#host?.send({ type: 'abort', id })
    if (pending === undefined) return
    this.#watchdog.expectEnd(pending)
    if (pending.kind === 'run') pending.unwanted ??= aborted
    else if (!pending.begun) this.#fail(id, aborted)
  }

  #buryHost(death: HostDeath): void {
    this.#host = undefined
    this.#removeLastMarks?.()
    this.#removeLastMarks = death.removeMarks
    const isClosing = this.#closing !== undefined
    const { ended, lost, stopped } = lossesOf(this.#pending, death, this.#scripts)
    for (const [id, end] of ended) this.#ranWell(id, end)
    const nothingRan = lost.size === 0
    const failure = isClosing ? aborted : failureOf(death, lost.size === 1)
    if (death.wasUp) blameLoads(this.#pending, this.#scripts, failure, nothingRan)
    for (const pending of stopped) pending.unwanted ??= recalled
    for (const [id, run] of lost) this.#fail(id, failure, run(failure))
    const endsHere = isClosing || !death.wasUp
    for (const [id, pending] of [...this.#pending]) {
      if (pending.kind === 'run' && pending.unwanted) this.#fail(id, pending.unwanted, { notStarted: true })
      else if (endsHere || isGivenUp(pending, this.#scripts, nothingRan)) {
        this.#fail(id, failure, { notStarted: true })
      }
    }
    for (const callId of [...this.#recalls.keys()]) this.#recallOver(callId)
    if (endsHere) return
    this.#host = this.#launch()
    for (const [id, pending] of this.#pending) this.#send(id, pending)
  }
}
