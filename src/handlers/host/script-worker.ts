import type { Worker } from 'node:worker_threads'
import type { Failure } from '../failure'
import type { HandlerLogLevel, LoadedScript } from '../handler-runner'
import type { GoodScript, HostSettings } from '../host-protocol'
import { MessageBatch } from '../message-batch'
import {
  isFromWorker,
  packJob,
  type AbortReason,
  type FromWorker,
  type JobRow,
  type ScheduleReply,
  type SyntaxFault,
  type ToWorker,
  type GivenJob,
} from '../worker-protocol'
import type { ReadFiles, ScriptSources } from './script-sources'
import type { ScriptText } from './script-text'
import { RunLine } from './run-line'
import { WorkOrder, type WorkListener, type WorkOutcome } from './work-order'
import { WorkerQuestions } from './worker-questions'
import { WorkerScript, type LoadListener } from './worker-script'
import { deathOf, exited, overTime, startThread } from './worker-thread'

/** `terminate()` waits for a child process that the script waits for; nobody else shall. */
const TERMINATE_WAIT_MS = 2_000
/** A worker that does not answer within these times is busy in its script, or cannot start. */
const MEASURE_WAIT_MS = 250
const PARSE_WAIT_MS = 10_000

export type LoadOutcome =
  { readonly ok: true; readonly loaded: LoadedScript } | { readonly ok: false; readonly failure: Failure }

export interface ScriptWorkerOptions {
  /** Absolute path of the built worker. */
  readonly workerEntry: string
  readonly settings: HostSettings
  readonly sources: ScriptSources
  /** Lines of no run. */
  readonly onStrayLine: (level: HandlerLogLevel, text: string) => void
  /** The thread has ended, or can no longer be trusted. Called once. */
  readonly onSpoiled: (worker: ScriptWorker) => void
}

/**
 * One worker thread, as the host sees it: loads one script, runs it for one job after the other, and is ended at
 * the first failure.
 */
export class ScriptWorker {
  /** Limit of its heap, MiB; its buffers may take as much again. */
  readonly memoryMb: number
  readonly #options: ScriptWorkerOptions
  readonly #thread: Worker
  readonly #questions = new WorkerQuestions((message) => this.#post(message))
  readonly #script = new WorkerScript()
  readonly #runs = new RunLine((order) => this.#comesFirst(order))
  readonly #jobs = new MessageBatch<JobRow>((jobs) => this.#post({ type: 'run', jobs }))
  /** Why the thread ended, or is about to; undefined while it lives. */
  #death: Failure | undefined
  #isSpoiled = false
  /** Something that an ended run left behind has failed, or fills its heap. */
  #isWorn = false
  readonly #exit: Promise<void>

  constructor(options: ScriptWorkerOptions, memoryMb: number) {
    this.#options = options
    this.memoryMb = memoryMb
    const { folder, marksFile, timeoutMs, memoryMb: standardMb } = options.settings
    const standard = { timeoutMs, memoryMb: standardMb }
    const birth = { folder, marksFile, claims: this.#runs.claims.memory, standard }
    this.#thread = startThread(options.workerEntry, memoryMb, birth)
    this.#thread.on('message', (message: unknown) => {
      if (isFromWorker(message)) this.#receive(message)
    })
    this.#thread.on('error', (error: unknown) => (this.#death ??= deathOf(error)))
    this.#exit = new Promise((resolve) => {
      this.#thread.once('exit', (code) => {
        this.#spoil(this.#death ?? exited(code))
        resolve()
      })
    })
  }

  get isSpoiled(): boolean {
    return this.#isSpoiled
  }

  /** It is to be given no more work: what ends it may take that along. */
  get isEnding(): boolean {
    return this.#death !== undefined
  }

  get isRunning(): boolean {
    return this.#script.load !== undefined || this.#runs.first !== undefined
  }

  /** It is to take no further run: what scripts leak ends with it. */
  get isWornOut(): boolean {
    return this.#isWorn || this.#runs.count >= this.#options.settings.jobsPerWorker
  }

  /** The script it has loaded or was told to load. */
  get file(): string | undefined {
    return this.#script.file
  }

  get loaded(): LoadedScript | undefined {
    return this.#script.loaded
  }

  /** What it wanted to read, and what it found. */
  get files(): ReadFiles {
    return this.#script.files
  }

  /** Enough to load its script again, whatever becomes of the files; undefined before it has loaded. */
  snapshot(): GoodScript | undefined {
    return this.#script.snapshot()
  }

  /** Loads a script: its top-level code runs. The worker is spoiled if that fails. */
  async load(text: ScriptText, listener: LoadListener): Promise<LoadOutcome> {
    const order = this.#script.begin(text, listener)
    const { loadTimeoutMs } = this.#options.settings
    order.limit(loadTimeoutMs, () => this.#stop(order, overTime(this.file, 'load', loadTimeoutMs), 'timeout'))
    if (this.#isSpoiled) this.#fail(this.#death ?? exited(0))
    this.#post({ type: 'load', path: text.path })
    const outcome = await order.outcome
    const { loaded } = this
    if (!outcome.ok) return outcome
    return loaded ? { ok: true, loaded } : { ok: false, failure: exited(0) }
  }

  /**
   * Calls the loaded script's function, once the runs that were given before have ended. The worker is spoiled if
   * that fails.
   */
  run(job: GivenJob, listener: WorkListener): Promise<WorkOutcome> {
    const order = new WorkOrder(job.runId, listener)
    if (this.#isSpoiled) {
      order.uncalled(this.#death ?? exited(0))
      return order.outcome
    }
    const follows = this.#runs.first !== undefined
    this.#jobs.push(packJob(job, this.#runs.add(order), follows))
    return order.outcome
  }

  /** Takes back a run that has not started: it is never called. @returns false where it has started */
  withdraw(runId: number): boolean {
    return this.#runs.withdraw(runId)
  }

  /** Aborts the run's signal, and ends the worker when the grace is over. */
  abort(runId: number): void {
    this.#runs.collect()
    const order = this.#runs.get(runId)
    if (order === undefined) return
    const message = `${this.file ?? 'The script'} was aborted while it ran.`
    this.#stop(order, { code: 'aborted', message }, 'aborted')
  }

  scheduled(callId: number, reply: ScheduleReply): void {
    this.#post({ type: 'scheduled', callId, reply })
  }

  /**
   * What V8 has against a text, if anything. Nothing of it runs. Waits for the worker to be there.
   * @returns undefined where it gives no answer
   */
  async parse(path: string, text: string): Promise<{ readonly fault: SyntaxFault | undefined } | undefined> {
    const answer = await this.#questions.ask(
      (questionId) => ({ type: 'parse', questionId, path, text }),
      PARSE_WAIT_MS,
    )
    return answer?.type === 'parsed' ? { fault: answer.fault } : undefined
  }

  /** Bytes of the buffers it holds; undefined if it is too busy to tell. */
  async measure(): Promise<number | undefined> {
    const answer = await this.#questions.ask(
      (questionId) => ({ type: 'measure', questionId }),
      MEASURE_WAIT_MS,
    )
    return answer?.type === 'measured' ? answer.bufferBytes : undefined
  }

  /** Ends the thread, whatever it does; what it was busy with fails as `failure`. */
  async end(failure: Failure): Promise<void> {
    this.#death ??= failure
    let timer: NodeJS.Timeout | undefined
    const waited = new Promise<void>((resolve) => (timer = setTimeout(resolve, TERMINATE_WAIT_MS)))
    void this.#thread.terminate()
    await Promise.race([this.#exit, waited])
    clearTimeout(timer)
    this.#spoil(this.#death)
  }

  /** The time of a run counts from here. */
  #comesFirst(order: WorkOrder): void {
    const { settings } = this.#options
    order.begins()
    if (order.stopped !== undefined) {
      order.limit(settings.graceMs, () => this.#endUnlessOver(order, order.stopped ?? exited(0)))
      return
    }
    const timeoutMs = this.loaded?.options.timeoutMs ?? settings.timeoutMs
    order.limit(timeoutMs, () => {
      if (this.#isFirst(order)) this.#stop(order, overTime(this.file, 'end', timeoutMs), 'timeout')
    })
  }

  #fail(failure: Failure): void {
    this.#script.fail(failure)
    const { started, others } = this.#runs.clear()
    for (const order of started) order.fail(failure)
    for (const order of others) order.uncalled(failure)
  }

  #stop(order: WorkOrder, failure: Failure, reason: AbortReason): void {
    if (order.stopped !== undefined) return
    order.stopped = failure
    if (order.runId === undefined) {
      void this.end(failure)
      return
    }
    this.#post({ type: 'abort', runId: order.runId, reason, message: failure.message })
    const { graceMs } = this.#options.settings
    const message = `${failure.message} It was ended ${graceMs} ms after its signal had aborted.`
    order.limit(graceMs, () => {
      order.stopped = { ...failure, message }
      this.#endUnlessOver(order, order.stopped)
    })
  }

  #endUnlessOver(order: WorkOrder, failure: Failure): void {
    if (this.#isFirst(order)) void this.end(failure)
  }

  /** It runs still. Its end may be in the shared memory alone: what runs now would end for it. */
  #isFirst(order: WorkOrder): boolean {
    this.#runs.collect()
    return this.#runs.first === order
  }

  #receive(message: FromWorker): void {
    this.#runs.collect()
    const order = this.#script.load ?? this.#runs.first
    switch (message.type) {
      case 'look':
        return
      case 'worn':
        this.#isWorn = true
        return
      case 'loaded':
        this.#script.hasLoaded(message.options)
        return
      case 'not-loaded':
        void this.#script.explain(message.failure, message.broken).then((failure) => this.end(failure))
        return
      case 'ended':
        this.#runs.take(message.runId)?.succeed(message.pauseMs, message.measure, message.returned)
        return
      case 'failed':
        this.#runs.take(message.runId)?.fail(message.failure, message.measure)
        void this.end(message.failure)
        return
      case 'stray':
        this.#strayed(message.failure, message.runId)
        return
      case 'line':
        this.#say(message, order)
        return
      case 'progress': {
        const { runId, fraction, text } = message
        if (order?.runId === runId) order.listener.onProgress?.({ fraction, text })
        return
      }
      case 'schedule': {
        const { runId, callId, key, backoffMs, argument } = message
        if (order?.runId === runId) order.listener.onSchedule?.(callId, { key, backoffMs, argument })
        return
      }
      case 'source-wanted':
        void this.#script.supply?.answer(message.path).then((answer) => this.#post(answer))
        return
      case 'parsed':
      case 'measured':
        this.#questions.answer(message)
    }
  }

  /** A timer of a run may write when the run has ended: that is no line of the one that runs by then. */
  #say(
    { level, text, at, runId }: Extract<FromWorker, { type: 'line' }>,
    order: WorkOrder | undefined,
  ): void {
    const isLoading = order?.runId === undefined
    const isAnothers = runId !== undefined && runId !== order?.runId
    if (order?.listener.onLine && !isAnothers) order.listener.onLine(level, text, isLoading ? 0 : at)
    else this.#options.onStrayLine(level, text)
  }

  /** What an ended run left behind fails no other; but nobody trusts the worker after that. */
  #strayed(failure: Failure, runId: number | undefined): void {
    const order = this.#script.load ?? this.#runs.first
    const isAnothers = order?.runId !== undefined && runId !== undefined && runId !== order.runId
    if (order === undefined || isAnothers) {
      this.#options.onStrayLine('error', `${failure.message}, after its run had ended.`)
    }
    if (isAnothers) this.#isWorn = true
    else void this.end(failure)
  }

  #post(message: ToWorker): void {
    if (!this.#isSpoiled) this.#thread.postMessage(message)
  }

  #spoil(failure: Failure): void {
    if (this.#isSpoiled) return
    this.#isSpoiled = true
    this.#death ??= failure
    this.#options.onSpoiled(this)
    this.#fail(this.#death)
    this.#questions.close()
  }
}
