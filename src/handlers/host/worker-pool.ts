import type { Failure } from '../handler-error'
import { ScriptWorker, type ScriptWorkerOptions } from './script-worker'

type Prepared =
  { readonly ok: true; readonly worker: ScriptWorker } | { readonly ok: false; readonly failure: Failure }

const retired: Failure = { code: 'aborted', message: 'The worker gave way to a fresh one.' }

/**
 * The worker threads of the host: one a concurrent run, kept for further runs of the same script and the same
 * content. Beside them at most one blank worker stands ready, so that a change or a failure costs no start.
 */
export class WorkerPool {
  readonly #options: Omit<ScriptWorkerOptions, 'onSpoiled'>
  readonly #all = new Set<ScriptWorker>()
  readonly #idle: ScriptWorker[] = []
  #blank: ScriptWorker | undefined

  constructor(options: Omit<ScriptWorkerOptions, 'onSpoiled'>) {
    this.#options = options
  }

  get size(): number {
    return this.#all.size
  }

  running(): readonly ScriptWorker[] {
    return [...this.#all].filter((worker) => worker.isRunning)
  }

  /** An idle worker with this script as it is now. Outdated ones go. */
  takeLoaded(file: string): ScriptWorker | undefined {
    for (let index = this.#idle.length - 1; index >= 0; index -= 1) {
      const worker = this.#idle[index]
      if (worker?.file !== file) continue
      this.#idle.splice(index, 1)
      if (worker.isCurrent()) return worker
      void worker.end(retired)
    }
    return undefined
  }

  /** Loads a script into a worker of its own, which replaces an idle one of another script. */
  async prepare(file: string): Promise<Prepared> {
    const other = this.#idle.findIndex((worker) => worker.file !== file)
    if (other >= 0) void this.#idle.splice(other, 1)[0]?.end(retired)
    const worker = this.blank()
    this.#blank = undefined
    const failure = await worker.load(file)
    return failure ? { ok: false, failure } : { ok: true, worker }
  }

  /** The run is over, or was not wanted any more. */
  giveBack(worker: ScriptWorker): void {
    if (worker.isSpoiled) return
    if (worker.runCount >= this.#options.settings.jobsPerWorker) void worker.end(retired)
    else this.#idle.push(worker)
  }

  /** The worker that has loaded nothing; it stays in the pool. */
  blank(): ScriptWorker {
    this.#blank ??= this.#start()
    return this.#blank
  }

  /** Ends the workers that do nothing, to give their memory back. */
  endIdle(): void {
    for (const worker of this.#idle.splice(0)) void worker.end(retired)
  }

  #start(): ScriptWorker {
    const worker = new ScriptWorker({
      ...this.#options,
      onSpoiled: (spoiled) => this.#forget(spoiled),
    })
    this.#all.add(worker)
    return worker
  }

  #forget(worker: ScriptWorker): void {
    this.#all.delete(worker)
    const index = this.#idle.indexOf(worker)
    if (index >= 0) this.#idle.splice(index, 1)
    if (this.#blank === worker) this.#blank = undefined
    // A blank one that ended would be replaced for ever where workers cannot start.
    if (worker.file !== undefined) this.blank()
  }
}
