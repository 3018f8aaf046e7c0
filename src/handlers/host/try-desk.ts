import type { Failure } from '../failure'
import type { FailedRun } from '../handler-error'
import type { HandlerLogLevel } from '../handler-runner'
import type { FromHost, HostSettings, TryRequest } from '../host-protocol'
import type { LoadedWorker, ScriptLoader } from './script-loader'
import type { ScriptSources } from './script-sources'
import { textGiven } from './script-text'
import type { ScriptWorker } from './script-worker'
import type { WorkerPool } from './worker-pool'

export interface TryDeskOptions {
  readonly settings: HostSettings
  readonly sources: ScriptSources
  readonly loader: ScriptLoader
  readonly pool: WorkerPool
  readonly send: (message: FromHost) => void
}

/** A try that is not over. */
interface OpenTry {
  readonly abort: AbortController
  worker: ScriptWorker | undefined
}

/** Runs texts once, each in a worker that serves nothing else. */
export class TryDesk {
  readonly #options: TryDeskOptions
  readonly #open = new Map<number, OpenTry>()

  constructor(options: TryDeskOptions) {
    this.#options = options
  }

  async run(id: number, request: TryRequest): Promise<void> {
    const open: OpenTry = { abort: new AbortController(), worker: undefined }
    this.#open.set(id, open)
    await this.#run(id, request, open)
    this.#open.delete(id)
    if (open.worker) this.#options.pool.retire(open.worker)
  }

  /** Aborts the run's signal; a text that still loads is given up at once. */
  abort(id: number): void {
    const open = this.#open.get(id)
    if (open?.worker) open.worker.abort(id)
    else open?.abort.abort()
  }

  async #run(id: number, { file, text, argument }: TryRequest, open: OpenTry): Promise<void> {
    const { settings, sources, loader, pool } = this.#options
    // The time of loading is the text's own: its worker is there before.
    await pool.blank().parse('', '')
    const loadedFrom = performance.now()
    const given = textGiven(settings.folder, file, text, sources)
    const listener = { onRead: () => undefined, onLine: this.#linesOf(id) }
    const prepared = await loader.load(given, listener, open.abort.signal)
    const loadMs = performance.now() - loadedFrom
    if (prepared.ok) {
      open.worker = prepared.worker
      await this.#call(id, argument, prepared, loadMs)
    } else {
      this.#fail(id, prepared.failure, { notStarted: true, loadMs })
    }
  }

  async #call(id: number, argument: string, { worker, loaded }: LoadedWorker, loadMs: number): Promise<void> {
    const outcome = await worker.run(
      {
        ...{ runId: id, argument, key: 'try', attempt: 1, scheduledAt: Date.now(), backoffMs: 0 },
        ...{ isTry: true, mark: 0 },
      },
      {
        onLine: this.#linesOf(id),
        onProgress: (progress) => this.#options.send({ type: 'progress', id, progress }),
      },
    )
    const { runMs, memoryBytes } = outcome.measure
    if (outcome.ok) {
      const { pauseMs, returned = '' } = outcome
      const answer = { kind: 'try', pauseMs, returned, loadMs, runMs, memoryBytes } as const
      this.#options.send({ type: 'done', id, answer })
    } else {
      this.#fail(id, outcome.failure, { version: loaded.version, loadMs, runMs, memoryBytes })
    }
  }

  #linesOf(id: number): (level: HandlerLogLevel, text: string, at: number) => void {
    return (level, text, at) => this.#options.send({ type: 'line', id, level, text, at })
  }

  #fail(id: number, failure: Failure, run: FailedRun): void {
    this.#options.send({ type: 'failed', id, failure, run })
  }
}
