import type { LoadedScript } from '../handler-runner'
import type { FromHost, RunRequest } from '../host-protocol'
import { retryDelayOf } from '../retry-delay'
import type { ScheduleReply, WorkerJob } from '../worker-protocol'
import type { LoadedWorker, ScriptLoader } from './script-loader'
import type { WorkListener, WorkOutcome } from './work-order'
import type { WorkerPool } from './worker-pool'

export interface RunDeskOptions {
  readonly loader: ScriptLoader
  readonly pool: WorkerPool
  readonly send: (message: FromHost) => void
}

/** A run that is not over, by the id the parent gave it. */
interface OpenRun {
  readonly request: RunRequest
  /** Undefined while its script is being loaded. */
  holder: LoadedWorker | undefined
  isCalled: boolean
}

/** Runs jobs, each in a worker that holds its script. */
export class RunDesk {
  readonly #options: RunDeskOptions
  readonly #runs = new Map<number, OpenRun>()

  constructor(options: RunDeskOptions) {
    this.#options = options
  }

  run(id: number, request: RunRequest): void {
    const holder = this.#options.loader.takeLoaded(request.file)
    const run: OpenRun = { request, holder, isCalled: false }
    this.#runs.set(id, run)
    if (holder) void this.#call(id, run, holder)
    else void this.#prepare(id, run)
  }

  /** Calls the function of a run that was deferred. */
  go(id: number): void {
    const run = this.#runs.get(id)
    if (run?.holder && !run.isCalled) void this.#call(id, run, run.holder)
  }

  abort(id: number): void {
    const run = this.#runs.get(id)
    if (run === undefined) return
    if (run.isCalled) {
      run.holder?.worker.abort()
      return
    }
    this.#runs.delete(id)
    if (run.holder) this.#options.pool.giveBack(run.holder.worker)
  }

  scheduled(id: number, callId: number, reply: ScheduleReply): void {
    this.#runs.get(id)?.holder?.worker.scheduled(callId, reply)
  }

  async #prepare(id: number, run: OpenRun): Promise<void> {
    const { loader, pool, send } = this.#options
    send({ type: 'deferred', id })
    const prepared = await loader.prepare(run.request.file)
    if (this.#runs.get(id) !== run) {
      if (prepared.ok) pool.giveBack(prepared.worker)
    } else if (prepared.ok) {
      run.holder = prepared
      send({ type: 'ready', id })
    } else {
      this.#runs.delete(id)
      send({ type: 'failed', id, failure: prepared.failure, run: { notStarted: true } })
    }
  }

  async #call(id: number, run: OpenRun, { worker, loaded }: LoadedWorker): Promise<void> {
    run.isCalled = true
    const calledAt = performance.now()
    const { send } = this.#options
    const listener: WorkListener = {
      onLine: (level, text) => send({ type: 'line', id, level, text, at: performance.now() - calledAt }),
      onProgress: (progress) => send({ type: 'progress', id, progress }),
      onSchedule: (callId, request) => send({ type: 'schedule', id, callId, request }),
    }
    const outcome = await worker.run(jobOf(id, run.request), listener)
    this.#runs.delete(id)
    if (outcome.ok) this.#options.pool.giveBack(worker)
    send(endOf(id, run.request, loaded, outcome))
  }
}

function jobOf(id: number, { argument, key, attempt, scheduledAt, backoffMs }: RunRequest): WorkerJob {
  return { runId: id, argument, key, attempt, scheduledAt, backoffMs, isTry: false }
}

function endOf(id: number, { attempt }: RunRequest, loaded: LoadedScript, outcome: WorkOutcome): FromHost {
  const { version, options } = loaded
  const { runMs } = outcome.measure
  if (outcome.ok) {
    const { pauseMs } = outcome
    return { type: 'done', id, answer: { kind: 'run', pauseMs, runMs, version } }
  }
  const { failure } = outcome
  const retryDelayMs = retryDelayOf(options, attempt, failure.code)
  return { type: 'failed', id, failure, run: { version, runMs, notStarted: false, retryDelayMs } }
}
