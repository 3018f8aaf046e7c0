import type { Failure } from '../failure'
import type { RunRequest } from '../host-protocol'
import { recalled } from '../host-failures'
import type { LoadedWorker, ScriptLoader } from './script-loader'
import type { WorkListener, WorkOutcome } from './work-order'
import type { WorkerPool } from './worker-pool'

/** A run that is not over. */
export interface OpenRun {
  /** Given by the parent. */
  readonly id: number
  readonly request: RunRequest
  readonly listener: WorkListener
  /** The worker that has it; undefined while it waits for one. */
  holder: LoadedWorker | undefined
}

export interface RunChainOptions {
  readonly loader: ScriptLoader
  readonly pool: WorkerPool
  /** The script of a run has been loaded for it. */
  readonly onLoaded: (run: OpenRun) => void
  readonly onEnd: (run: OpenRun, holder: LoadedWorker, outcome: WorkOutcome) => void
  /** It was not called, and will not be. */
  readonly onUncalled: (run: OpenRun, failure: Failure) => void
}

/**
 * Runs that follow one another, each handed over behind the one before: in order, in one worker as long as that
 * holds the right script, and none after one that asks for a pause.
 */
export class RunChain {
  readonly #options: RunChainOptions
  /** Not given to a worker yet. */
  #waiting: OpenRun[] = []
  /** Given to the worker, in order. */
  #given: OpenRun[] = []
  #holder: LoadedWorker | undefined
  #isLoading = false
  #isPumping = false
  /** The last job that none may follow, as a pause was asked for. */
  #stoppedAt: number | undefined

  constructor(options: RunChainOptions) {
    this.#options = options
  }

  add(run: OpenRun): void {
    const { behind, jobId } = run.request
    if (behind !== undefined && behind === this.#stoppedAt) {
      this.#stoppedAt = jobId
      this.#options.onUncalled(run, recalled)
      return
    }
    this.#waiting.push(run)
    this.#pumpSoon()
  }

  /** Takes back a run that has not started. @returns false where it has */
  withdraw(run: OpenRun, failure: Failure): boolean {
    if (run.holder && !run.holder.worker.withdraw(run.id)) return false
    this.#waiting = this.#waiting.filter((other) => other !== run)
    this.#given = this.#given.filter((other) => other !== run)
    this.#options.onUncalled(run, failure)
    this.#pumpSoon()
    return true
  }

  /** What came in one message is given in one. */
  #pumpSoon(): void {
    if (this.#isPumping) return
    this.#isPumping = true
    queueMicrotask(() => {
      this.#isPumping = false
      this.#pump()
    })
  }

  #pump(): void {
    if (this.#isLoading) return
    let isCurrent: boolean | undefined
    for (let run = this.#waiting[0]; run; run = this.#waiting[0]) {
      if (this.#given.length === 0) {
        this.#letGo()
        // The same one, perhaps.
        this.#holder = this.#options.loader.takeLoaded(run.request.file)
        if (this.#holder === undefined || !this.#fits(this.#holder, run)) {
          this.#letGo()
          void this.#load(run)
          return
        }
        isCurrent = true
      }
      const holder = this.#holder
      if (holder === undefined || !this.#fits(holder, run)) return
      isCurrent ??= this.#options.loader.isCurrent(holder.worker)
      if (!isCurrent) return
      this.#waiting.shift()
      this.#give(run, holder)
    }
    if (this.#given.length === 0) this.#letGo()
  }

  /** The worker can take this run as well. */
  #fits({ worker }: LoadedWorker, { request }: OpenRun): boolean {
    return !worker.isEnding && !worker.isWornOut && worker.file === request.file
  }

  #letGo(): void {
    if (this.#holder) this.#options.pool.giveBack(this.#holder.worker)
    this.#holder = undefined
  }

  async #load(run: OpenRun): Promise<void> {
    const { loader, onLoaded, onUncalled } = this.#options
    this.#isLoading = true
    const prepared = await loader.prepare(run.request.file)
    this.#isLoading = false
    const isWanted = this.#waiting[0] === run
    if (!prepared.ok && isWanted) {
      this.#waiting.shift()
      onUncalled(run, prepared.failure)
    } else if (prepared.ok && isWanted) {
      onLoaded(run)
      this.#waiting.shift()
      this.#holder = prepared
      this.#give(run, prepared)
    } else if (prepared.ok) this.#options.pool.giveBack(prepared.worker)
    this.#pump()
  }

  #give(run: OpenRun, holder: LoadedWorker): void {
    run.holder = holder
    this.#given.push(run)
    const { argument, key, attempt, scheduledAt, backoffMs, mark } = run.request
    const job = { runId: run.id, argument, key, attempt, scheduledAt, backoffMs, isTry: false, mark }
    void holder.worker.run(job, run.listener).then((outcome) => this.#ended(run, holder, outcome))
  }

  #ended(run: OpenRun, holder: LoadedWorker, outcome: WorkOutcome): void {
    if (this.#given[0] === run) this.#given.shift()
    else this.#given = this.#given.filter((other) => other !== run)
    if (!outcome.ok && outcome.isUncalled) this.#giveAnew(run)
    else {
      this.#options.onEnd(run, holder, outcome)
      if (outcome.ok && outcome.pauseMs > 0) this.#stop(run)
    }
    this.#pumpSoon()
  }

  /** Its worker has ended before it was called: the next worker has it, in its place. */
  #giveAnew(run: OpenRun): void {
    run.holder = undefined
    const place = this.#waiting.findIndex((other) => other.id > run.id)
    this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, run)
  }

  #stop(run: OpenRun): void {
    const behind = [...this.#given, ...this.#waiting]
    this.#stoppedAt = behind.at(-1)?.request.jobId ?? run.request.jobId
    for (const other of behind) this.withdraw(other, recalled)
  }
}
