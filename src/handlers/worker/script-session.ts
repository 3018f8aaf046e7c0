import type { AsyncLocalStorage } from 'node:async_hooks'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import type { Failure } from '../failure'
import type { HandlerOptions } from '../handler-runner'
import type {
  AbortReason,
  BrokenFile,
  FromWorker,
  RunEnd,
  RunMeasure,
  ScheduleReply,
  WorkerBirth,
  WorkerJob,
} from '../worker-protocol'
import { FollowUps } from './follow-ups'
import { createContext, type HandlerContext } from './job-context'
import { handlerLog, type HandlerLog, type JobLog } from './job-log'
import { ModuleLoader } from './module-loader'
import { readPause } from './pause'
import { PeakMemory } from './peak-memory'
import { ProgressReport } from './progress-report'
import { RunAbort } from './run-abort'
import { ScriptError } from './script-error'
import { readOptions } from './script-options'
import { cutText, describeThrown, placeIn } from './thrown-value'

const LONGEST_RETURNED_BYTES = 4_096

type HandlerFunction = (argument: unknown, context: HandlerContext) => unknown

interface WaitingSource {
  readonly resolve: (text: string) => void
  readonly reject: (error: ScriptError) => void
}

/** One script in one worker thread: loads it, and calls it for one run at a time. */
export class ScriptSession {
  readonly #post: (message: FromWorker) => void
  readonly #birth: WorkerBirth
  readonly #log: JobLog
  readonly #handlerLog: HandlerLog
  readonly #folderUrl: string
  readonly #sources = new Map<string, WaitingSource>()
  readonly #loader = new ModuleLoader((path) => this.#readSource(path))
  readonly #followUps: FollowUps
  readonly #runOf: AsyncLocalStorage<number>
  #file = 'The script'
  #handler: HandlerFunction | undefined
  /** Of a run that is about to be called. */
  #abortNext: { readonly runId: number; readonly why: DOMException } | undefined
  #running: { readonly runId: number; readonly abort: RunAbort } | undefined

  /** @param runOf which run began what is going on: a timer or a promise may outlive its run */
  constructor(
    birth: WorkerBirth,
    log: JobLog,
    runOf: AsyncLocalStorage<number>,
    post: (message: FromWorker) => void,
  ) {
    this.#runOf = runOf
    this.#post = post
    this.#birth = birth
    this.#log = log
    this.#handlerLog = handlerLog(log)
    this.#folderUrl = `${pathToFileURL(birth.folder).href.replace(/\/$/, '')}/`
    this.#followUps = new FollowUps((runId, callId, call) =>
      post({ type: 'schedule', runId, callId, ...call }),
    )
  }

  async load(path: string): Promise<void> {
    this.#file = basename(path)
    try {
      this.#post({ type: 'loaded', options: await this.#open(path) })
    } catch (error) {
      this.#post({ type: 'not-loaded', ...this.#loadFailure(error) })
    }
  }

  async #open(path: string): Promise<HandlerOptions> {
    const exports = await this.#loader.load(path)
    const handler: unknown = Reflect.get(exports, 'default')
    if (!isFunction(handler)) throw new ScriptError(`${this.#file} exports no default function.`)
    this.#handler = handler
    return readOptions(this.#file, Reflect.get(exports, 'options'), this.#birth.standard)
  }

  async run(job: WorkerJob): Promise<RunEnd> {
    const { runId } = job
    const abort = new RunAbort()
    this.#running = { runId, abort }
    if (this.#abortNext?.runId === runId) abort.abort(this.#abortNext.why)
    const progress = new ProgressReport((fraction, text) =>
      this.#post({ type: 'progress', runId, fraction, text }),
    )
    const parts = { abort, log: this.#handlerLog, progress, followUps: this.#followUps }
    const context = createContext(job, parts)
    const memory = job.isTry ? new PeakMemory() : undefined
    this.#log.reset()
    const startedAt = performance.now()
    const measure = (): RunMeasure => {
      const runMs = performance.now() - startedAt
      progress.flush()
      return memory ? { runMs, memoryBytes: memory.end() } : { runMs }
    }
    try {
      const result = await this.#runOf.run(runId, () => this.#call(job.argument, context))
      return this.#endOf(job, result, measure())
    } catch (error) {
      return { type: 'failed', runId, failure: this.#failureOf(error), measure: measure() }
    } finally {
      this.#running = undefined
    }
  }

  /** With no `this`: the session is not the script's. */
  #call(argument: string, context: HandlerContext): unknown {
    const handler = this.#handler
    return handler?.(JSON.parse(argument), context)
  }

  #endOf({ runId, isTry }: WorkerJob, result: unknown, measure: RunMeasure): RunEnd {
    const pause = readPause(result)
    if (typeof pause === 'string') {
      const failure: Failure = { code: 'bad-result', message: `${this.#file} ${pause}.` }
      return { type: 'failed', runId, failure, measure }
    }
    const end = { type: 'ended', runId, pauseMs: pause, measure } as const
    return isTry ? { ...end, returned: cutText(inspect(result), LONGEST_RETURNED_BYTES) } : end
  }

  abort(runId: number, reason: AbortReason, message: string): void {
    const why = new DOMException(message, reason === 'timeout' ? 'TimeoutError' : 'AbortError')
    if (this.#running?.runId === runId) this.#running.abort.abort(why)
    else this.#abortNext = { runId, why }
  }

  scheduled(callId: number, reply: ScheduleReply): void {
    this.#followUps.settle(callId, reply)
  }

  supply(path: string, text: string): void {
    this.#sources.get(path)?.resolve(text)
    this.#sources.delete(path)
  }

  refuse(path: string, { message, ...more }: Failure): void {
    this.#sources.get(path)?.reject(new ScriptError(message, more))
    this.#sources.delete(path)
  }

  /** What was thrown outside of any run's own promise: by the run that began it, as far as that is known. */
  strayOf(thrown: unknown): FromWorker {
    return { type: 'stray', failure: this.#failureOf(thrown), runId: this.#runOf.getStore() }
  }

  #failureOf(thrown: unknown): Failure {
    const { message, stack } = describeThrown(thrown, this.#folderUrl)
    return {
      code: 'threw',
      message: `${this.#file} threw ${message}`,
      stack,
      ...placeIn(stack, this.#file),
    }
  }

  #loadFailure(error: unknown): { readonly failure: Failure; readonly broken: BrokenFile | undefined } {
    if (error instanceof ScriptError) return { failure: error.failure, broken: error.broken }
    const { message, ...thrown } = this.#failureOf(error)
    return {
      failure: { ...thrown, code: 'bad-script', message: `${message} while it was loaded.` },
      broken: undefined,
    }
  }

  #readSource(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#sources.set(path, { resolve, reject })
      this.#post({ type: 'source-wanted', path })
    })
  }
}

const isFunction = (value: unknown): value is HandlerFunction => typeof value === 'function'
