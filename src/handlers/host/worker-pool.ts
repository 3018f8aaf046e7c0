import type { Failure } from '../failure'
import { ScriptWorker, type ScriptWorkerOptions } from './script-worker'

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
  /** Limit of the last worker that a script was loaded into: the next one is likely to want the same. */
  #likelyMb: number

  constructor(options: Omit<ScriptWorkerOptions, 'onSpoiled'>) {
    this.#options = options
    this.#likelyMb = options.settings.memoryMb
  }

  all(): readonly ScriptWorker[] {
    return [...this.#all]
  }

  running(): readonly ScriptWorker[] {
    return [...this.#all].filter((worker) => worker.isRunning)
  }

  /** An idle worker of this script that is wanted. Those of it that are not wanted go. */
  takeIdle(file: string, isWanted: (worker: ScriptWorker) => boolean): ScriptWorker | undefined {
    for (let index = this.#idle.length - 1; index >= 0; index -= 1) {
      const worker = this.#idle[index]
      if (worker?.file !== file) continue
      this.#idle.splice(index, 1)
      if (!worker.isEnding && isWanted(worker)) return worker
      void worker.end(retired)
    }
    return undefined
  }

  /** A worker that has loaded nothing, for this script: an idle one of another script gives way to it. */
  take(memoryMb: number, file: string): ScriptWorker {
    const other = this.#idle.findIndex((worker) => worker.file !== file)
    if (other >= 0) void this.#idle.splice(other, 1)[0]?.end(retired)
    this.#likelyMb = memoryMb
    const blank = this.#blank
    this.#blank = undefined
    if (blank?.memoryMb === memoryMb && !blank.isEnding) return blank
    void blank?.end(retired)
    return this.#start(memoryMb)
  }

  /** The run is over, or was not wanted any more. */
  giveBack(worker: ScriptWorker): void {
    if (worker.isEnding) return
    if (worker.isWornOut) void worker.end(retired)
    else this.#idle.push(worker)
  }

  /** Ends a worker that served once. */
  retire(worker: ScriptWorker): void {
    void worker.end(retired)
  }

  /** The worker that has loaded nothing; it stays in the pool. */
  blank(): ScriptWorker {
    this.#blank ??= this.#start(this.#likelyMb)
    return this.#blank
  }

  /** Ends the workers that do nothing, to give their memory back. */
  endIdle(): void {
    for (const worker of this.#idle.splice(0)) void worker.end(retired)
  }

  #start(memoryMb: number): ScriptWorker {
    const onSpoiled = (spoiled: ScriptWorker): void => this.#forget(spoiled)
    const worker = new ScriptWorker({ ...this.#options, onSpoiled }, memoryMb)
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
