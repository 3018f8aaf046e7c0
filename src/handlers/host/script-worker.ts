import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Failure } from '../handler-error'
import type { HandlerLogLevel } from '../handler-runner'
import type { HostSettings } from '../host-protocol'
import { isFromWorker, type FromWorker, type ToWorker } from '../worker-protocol'
import type { ScriptSources } from './script-sources'

/** `terminate()` waits for a child process that the script waits for; nobody else shall. */
const TERMINATE_WAIT_MS = 2_000
/** A worker that does not answer a question within this time is busy in its script. */
const ANSWER_WAIT_MS = 250

export interface WorkerRun {
  readonly runId: number
  readonly argument: string
  readonly key: string
  readonly onLine: (level: HandlerLogLevel, text: string) => void
}

export type WorkerOutcome =
  { readonly ok: true; readonly pauseMs: number } | { readonly ok: false; readonly failure: Failure }

/** The load or run that a worker is busy with. */
interface Operation {
  readonly run: WorkerRun | undefined
  readonly finish: (outcome: WorkerOutcome) => void
  /** Set once its signal has aborted: what it is called if it does not end well by itself. */
  stopped: Failure | undefined
  timer: NodeJS.Timeout
}

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
  /** The script it has loaded or was told to load. */
  file: string | undefined
  runCount = 0
  readonly #options: ScriptWorkerOptions
  readonly #thread: Worker
  /** Every file it has read, by path, with the content's hash. */
  readonly #hashes = new Map<string, string>()
  readonly #questions = new Map<number, (answer: FromWorker | undefined) => void>()
  #nextQuestionId = 1
  #operation: Operation | undefined
  /** Why the thread ended, or is about to; undefined while it lives. */
  #death: Failure | undefined
  #isSpoiled = false
  readonly #exit: Promise<void>

  constructor(options: ScriptWorkerOptions) {
    this.#options = options
    const { memoryMb, folder } = options.settings
    this.#thread = new Worker(options.workerEntry, {
      workerData: { folder },
      // Scripts are linked module by module, which Node offers behind this flag only.
      execArgv: ['--experimental-vm-modules'],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: Math.min(32, memoryMb) },
      // What a script writes is captured inside; the rest (warnings of Node) is dropped.
      stdout: true,
      stderr: true,
    })
    this.#thread.stdout.resume()
    this.#thread.stderr.resume()
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

  get isRunning(): boolean {
    return this.#operation !== undefined
  }

  /** Its script, and all that the script imported, is as it was when it was loaded. */
  isCurrent(): boolean {
    return this.#options.sources.areCurrent(this.#hashes)
  }

  /** Loads a script of the folder: its top-level code runs. The worker is spoiled if that fails. */
  async load(file: string): Promise<Failure | undefined> {
    this.file = file
    const loading = this.#begin(undefined)
    this.#post({ type: 'load', path: join(this.#options.settings.folder, file) })
    const outcome = await loading
    return outcome.ok ? undefined : outcome.failure
  }

  /** Calls the loaded script's function. The worker is spoiled if that fails. */
  run(run: WorkerRun): Promise<WorkerOutcome> {
    this.runCount += 1
    const running = this.#begin(run)
    this.#post({ type: 'run', runId: run.runId, argument: run.argument, key: run.key })
    return running
  }

  /** Aborts the run's signal, and ends the worker when the grace is over. */
  abort(): void {
    this.#stop({ code: 'aborted', message: `${this.file ?? 'The script'} was aborted while it ran.` })
  }

  /** What V8 has against a text, if anything. Nothing of it runs. */
  async parse(path: string, text: string): Promise<string | undefined> {
    const answer = await this.#ask((questionId) => ({ type: 'parse', questionId, path, text }), 10_000)
    return answer?.type === 'parsed' ? answer.problem : undefined
  }

  /** Bytes of the buffers it holds; undefined if it is too busy to tell. */
  async measure(): Promise<number | undefined> {
    const answer = await this.#ask((questionId) => ({ type: 'measure', questionId }), ANSWER_WAIT_MS)
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

  #begin(run: WorkerRun | undefined): Promise<WorkerOutcome> {
    return new Promise((resolve) => {
      const { loadTimeoutMs, timeoutMs: runTimeoutMs } = this.#options.settings
      const timeoutMs = run ? runTimeoutMs : loadTimeoutMs
      const operation: Operation = {
        run,
        stopped: undefined,
        timer: setTimeout(() => this.#stop(overTime(this.file, run ? 'end' : 'load', timeoutMs)), timeoutMs),
        finish: (outcome) => {
          clearTimeout(operation.timer)
          this.#operation = undefined
          resolve(outcome)
        },
      }
      this.#operation = operation
      if (this.#isSpoiled) operation.finish({ ok: false, failure: this.#death ?? exited(0) })
    })
  }

  #stop(failure: Failure): void {
    const operation = this.#operation
    if (operation === undefined || operation.stopped !== undefined) return
    operation.stopped = failure
    clearTimeout(operation.timer)
    if (operation.run === undefined) {
      void this.end(failure)
      return
    }
    this.#post({ type: 'abort', runId: operation.run.runId })
    operation.timer = setTimeout(() => void this.end(failure), this.#options.settings.graceMs)
  }

  #receive(message: FromWorker): void {
    const operation = this.#operation
    switch (message.type) {
      case 'loaded':
        if (operation?.run === undefined) operation?.finish({ ok: true, pauseMs: 0 })
        return
      case 'not-loaded':
        void this.#explain(message.failure, message.brokenPath)
        return
      case 'ended':
        if (operation?.run?.runId === message.runId) operation.finish({ ok: true, pauseMs: message.pauseMs })
        return
      case 'failed':
        if (operation?.run?.runId !== message.runId) return
        void this.end(operation.stopped ?? message.failure)
        return
      case 'stray':
        if (operation === undefined) this.#options.onStrayLine('error', message.failure.message)
        void this.end(operation?.stopped ?? message.failure)
        return
      case 'line':
        if (operation?.run) operation.run.onLine(message.level, message.text)
        else this.#options.onStrayLine(message.level, message.text)
        return
      case 'source-wanted':
        void this.#supply(message.path)
        return
      case 'parsed':
      case 'measured':
        this.#questions.get(message.questionId)?.(message)
    }
  }

  async #explain(failure: Failure, brokenPath: string | undefined): Promise<void> {
    const { sources } = this.#options
    await this.end(brokenPath === undefined ? failure : await sources.locate(brokenPath, failure))
  }

  async #supply(path: string): Promise<void> {
    const source = await this.#options.sources.read(path)
    if (source.ok) {
      this.#hashes.set(path, source.hash)
      this.#post({ type: 'source', path, text: source.text })
    } else {
      this.#post({ type: 'no-source', path, failure: source.failure })
    }
  }

  #ask(question: (questionId: number) => ToWorker, waitMs: number): Promise<FromWorker | undefined> {
    const questionId = this.#nextQuestionId++
    return new Promise((resolve) => {
      const answer = (message: FromWorker | undefined): void => {
        clearTimeout(timer)
        this.#questions.delete(questionId)
        resolve(message)
      }
      const timer = setTimeout(() => answer(undefined), waitMs)
      this.#questions.set(questionId, answer)
      if (this.#isSpoiled) answer(undefined)
      else this.#post(question(questionId))
    })
  }

  #post(message: ToWorker): void {
    this.#thread.postMessage(message)
  }

  #spoil(failure: Failure): void {
    if (this.#isSpoiled) return
    this.#isSpoiled = true
    this.#death ??= failure
    this.#options.onSpoiled(this)
    this.#operation?.finish({ ok: false, failure: this.#death })
    for (const answer of [...this.#questions.values()]) answer(undefined)
  }
}

function deathOf(error: unknown): Failure {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { code: 'out-of-memory', message: 'The handler used more memory than its worker may.' }
  }
  const message = error instanceof Error ? error.message : 'An unknown error'
  return { code: 'threw', message: `The worker of the handler ended: ${message.slice(0, 4_096)}.` }
}

const exited = (code: number): Failure => ({
  code: 'exited',
  message: `The handler ended its worker with exit code ${code}.`,
})

const overTime = (file: string | undefined, what: 'load' | 'end', timeoutMs: number): Failure => ({
  code: 'timeout',
  message: `${file ?? 'The script'} did not ${what} within ${timeoutMs} ms.`,
})
