import { join } from 'node:path'
import type { Failure } from '../handler-error'
import type { HandlerLogLevel } from '../handler-runner'
import type { FromHost, HostRequest, HostSettings, RunRequest } from '../host-protocol'
import { MemoryWatch } from './memory-watch'
import { badScript, ScriptSources } from './script-sources'
import type { ScriptWorker } from './script-worker'
import { WorkerPool } from './worker-pool'

/** A run that is not over, by the id the parent gave it. */
interface OpenRun {
  readonly request: RunRequest
  /** Undefined while its script is being loaded. */
  worker: ScriptWorker | undefined
  isCalled: boolean
}

/** Answers the parent's requests with the workers of the pool. */
export class RequestDesk {
  readonly #send: (message: FromHost) => void
  readonly #settings: HostSettings
  readonly #sources = new ScriptSources()
  readonly #pool: WorkerPool
  readonly #memory: MemoryWatch
  readonly #runs = new Map<number, OpenRun>()

  constructor(settings: HostSettings, workerEntry: string, send: (message: FromHost) => void) {
    this.#settings = settings
    this.#send = send
    const onStrayLine = (level: HandlerLogLevel, text: string): void =>
      send({ type: 'line', line: { level, text, run: undefined } })
    this.#pool = new WorkerPool({ workerEntry, settings, sources: this.#sources, onStrayLine })
    this.#memory = new MemoryWatch(this.#pool, settings.memoryMb)
  }

  receive(id: number, request: HostRequest): void {
    switch (request.kind) {
      case 'run':
        this.#run(id, request)
        return
      case 'check':
        void this.#check(id, request.file)
        return
      case 'inspect':
        void this.#inspect(id, request.files)
        return
      case 'warm-up':
        void this.#warmUp(id)
    }
  }

  /** Calls the function of a run that was deferred. */
  go(id: number): void {
    const run = this.#runs.get(id)
    if (run?.worker && !run.isCalled) void this.#call(id, run, run.worker)
  }

  abort(id: number): void {
    const run = this.#runs.get(id)
    if (run === undefined) return
    if (run.isCalled) {
      run.worker?.abort()
      return
    }
    this.#runs.delete(id)
    if (run.worker) this.#pool.giveBack(run.worker)
  }

  #run(id: number, request: RunRequest): void {
    const worker = this.#pool.takeLoaded(request.file)
    const run: OpenRun = { request, worker, isCalled: false }
    this.#runs.set(id, run)
    if (worker) void this.#call(id, run, worker)
    else void this.#prepare(id, run)
  }

  async #prepare(id: number, run: OpenRun): Promise<void> {
    this.#send({ type: 'deferred', id })
    const prepared = await this.#pool.prepare(run.request.file)
    if (this.#runs.get(id) !== run) {
      if (prepared.ok) this.#pool.giveBack(prepared.worker)
    } else if (prepared.ok) {
      run.worker = prepared.worker
      this.#send({ type: 'ready', id })
    } else {
      this.#runs.delete(id)
      this.#send({ type: 'failed', id, failure: prepared.failure })
    }
  }

  async #call(id: number, run: OpenRun, worker: ScriptWorker): Promise<void> {
    const { file, argument, key, jobId } = run.request
    run.isCalled = true
    this.#memory.start()
    const onLine = (level: HandlerLogLevel, text: string): void =>
      this.#send({ type: 'line', line: { level, text, run: { file, key, jobId } } })
    const outcome = await worker.run({ runId: id, argument, key, onLine })
    this.#runs.delete(id)
    if (outcome.ok) {
      this.#pool.giveBack(worker)
      this.#send({ type: 'done', id, answer: { kind: 'run', pauseMs: outcome.pauseMs } })
    } else {
      this.#send({ type: 'failed', id, failure: outcome.failure })
    }
  }

  async #check(id: number, file: string): Promise<void> {
    const loaded = this.#pool.takeLoaded(file)
    const prepared = loaded ? { ok: true as const, worker: loaded } : await this.#pool.prepare(file)
    if (prepared.ok) {
      this.#pool.giveBack(prepared.worker)
      this.#send({ type: 'done', id, answer: { kind: 'check' } })
    } else {
      this.#send({ type: 'failed', id, failure: prepared.failure })
    }
  }

  async #inspect(id: number, files: readonly string[]): Promise<void> {
    const problems = await Promise.all(files.map((file) => this.#problemOf(file)))
    this.#send({ type: 'done', id, answer: { kind: 'inspect', problems } })
  }

  async #problemOf(file: string): Promise<Failure | undefined> {
    const path = join(this.#settings.folder, file)
    const source = await this.#sources.read(path)
    if (!source.ok) return source.failure
    const problem = await this.#pool.blank().parse(path, source.text)
    if (problem !== undefined) {
      return this.#sources.locate(path, badScript(`${file} does not parse: ${problem}.`))
    }
    return mayExportDefault(source.text) ? undefined : badScript(`${file} exports no default function.`)
  }

  async #warmUp(id: number): Promise<void> {
    await this.#pool.blank().parse('', '')
    this.#send({ type: 'done', id, answer: { kind: 'warm-up' } })
  }
}

/** False only where there is no default export for sure: loading the script tells the rest. */
const mayExportDefault = (text: string): boolean => /\bexport\b[\s\S]*\bdefault\b/.test(text)
