import type { Failure } from '../failure'
import type { HandlerLogLevel, HandlerProgress, ScheduleRequest } from '../handler-runner'
import { aborted, recalled } from '../host-failures'
import type { FromHost, RunRequest } from '../host-protocol'
import { retryDelayOf } from '../retry-delay'
import type { ScheduleReply } from '../worker-protocol'
import { RunChain, type OpenRun } from './run-chain'
import type { LoadedWorker, ScriptLoader } from './script-loader'
import type { WorkListener, WorkOutcome } from './work-order'
import type { WorkerPool } from './worker-pool'

export interface RunDeskOptions {
  readonly loader: ScriptLoader
  readonly pool: WorkerPool
  readonly send: (message: FromHost) => void
}

/** Runs jobs, each in a worker that holds its script: side by side, or behind one another. */
export class RunDesk {
  readonly #options: RunDeskOptions
  readonly #runs = new Map<number, { readonly run: OpenRun; readonly chain: RunChain }>()
  /** The newest of each lane: what is handed over behind a job joins it. */
  readonly #chains = new Map<number, RunChain>()

  constructor(options: RunDeskOptions) {
    this.#options = options
  }

  run(id: number, request: RunRequest): void {
    const run: OpenRun = { id, request, listener: new RunVoice(id, this.#options.send), holder: undefined }
    const joined = request.behind === undefined ? undefined : this.#chains.get(request.lane)
    const chain = joined ?? this.#newChain()
    this.#chains.set(request.lane, chain)
    this.#runs.set(id, { run, chain })
    chain.add(run)
  }

  abort(id: number): void {
    const open = this.#runs.get(id)
    if (open === undefined || open.chain.withdraw(open.run, aborted)) return
    open.run.holder?.worker.abort(id)
  }

  /** Takes back those that have not started. */
  recall(callId: number, ids: readonly number[]): void {
    // From the last one on: one that starts meanwhile takes none behind it along.
    for (const id of [...ids].reverse()) {
      const open = this.#runs.get(id)
      open?.chain.withdraw(open.run, recalled)
    }
    this.#options.send({ type: 'recalled', callId })
  }

  scheduled(id: number, callId: number, reply: ScheduleReply): void {
    this.#runs.get(id)?.run.holder?.worker.scheduled(callId, reply)
  }

  #newChain(): RunChain {
    const { loader, pool, send } = this.#options
    return new RunChain({
      ...{ loader, pool },
      onLoaded: ({ id }) => send({ type: 'ready', id }),
      onEnd: (run, holder, outcome) => this.#ended(run, holder, outcome),
      onUncalled: ({ id }, failure) => this.#uncalled(id, failure),
    })
  }

  #uncalled(id: number, failure: Failure): void {
    this.#runs.delete(id)
    this.#options.send({ type: 'failed', id, failure, run: { notStarted: true } })
  }

  #ended({ id, request }: OpenRun, { loaded }: LoadedWorker, outcome: WorkOutcome): void {
    this.#runs.delete(id)
    const { version, options } = loaded
    const { runMs } = outcome.measure
    if (outcome.ok) {
      const { pauseMs } = outcome
      this.#options.send({ type: 'ran', version, ends: [id, pauseMs, runMs] })
      return
    }
    const { failure } = outcome
    const retryDelayMs = retryDelayOf(options, request.attempt, failure.code)
    const run = { version, runMs, notStarted: false, retryDelayMs }
    this.#options.send({ type: 'failed', id, failure, run })
  }
}

/** Sends on what a run says. */
class RunVoice implements WorkListener {
  readonly #id: number
  readonly #send: RunDeskOptions['send']

  constructor(id: number, send: RunDeskOptions['send']) {
    this.#id = id
    this.#send = send
  }

  onLine(level: HandlerLogLevel, text: string, at: number): void {
    this.#send({ type: 'line', id: this.#id, level, text, at })
  }

  onProgress(progress: HandlerProgress): void {
    this.#send({ type: 'progress', id: this.#id, progress })
  }

  onSchedule(callId: number, request: ScheduleRequest): void {
    this.#send({ type: 'schedule', id: this.#id, callId, request })
  }
}
