import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Failure } from '../handler-error'
import type { FromWorker, ToWorker } from '../worker-protocol'
import { handlerLog, type HandlerLog, type JobLog } from './job-log'
import { ModuleLoader, ScriptError } from './module-loader'
import { readPause } from './pause'
import { describeThrown } from './thrown-value'

/** What a handler is given beside its argument. */
export interface HandlerContext {
  readonly key: string
  /** Aborted by the time limit, a cancel and the stop. */
  readonly signal: AbortSignal
  readonly log: HandlerLog
}

type HandlerFunction = (argument: unknown, context: HandlerContext) => unknown

interface WaitingSource {
  readonly resolve: (text: string) => void
  readonly reject: (error: ScriptError) => void
}

/** One script in one worker thread: loads it, and calls it for one run at a time. */
export class ScriptSession {
  readonly #post: (message: FromWorker) => void
  readonly #log: JobLog
  readonly #handlerLog: HandlerLog
  readonly #folderUrl: string
  readonly #sources = new Map<string, WaitingSource>()
  readonly #loader = new ModuleLoader((path) => this.#readSource(path))
  #file = 'The script'
  #handler: HandlerFunction | undefined
  #running: { readonly runId: number; readonly abort: AbortController } | undefined

  constructor(folder: string, log: JobLog, post: (message: FromWorker) => void) {
    this.#post = post
    this.#log = log
    this.#handlerLog = handlerLog(log)
    this.#folderUrl = `${pathToFileURL(folder).href.replace(/\/$/, '')}/`
  }

  async load(path: string): Promise<void> {
    this.#file = basename(path)
    try {
      const exported = await this.#loader.load(path)
      if (!isFunction(exported)) throw new ScriptError(`${this.#file} exports no default function.`)
      this.#handler = exported
      this.#post({ type: 'loaded' })
    } catch (error) {
      this.#post({ type: 'not-loaded', ...this.#loadFailure(error) })
    }
  }

  async run({ runId, argument, key }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
    const abort = new AbortController()
    this.#running = { runId, abort }
    this.#log.reset()
    const context = Object.freeze({ key, signal: abort.signal, log: this.#handlerLog })
    try {
      // Called with no `this`: the session is not the script's.
      const handler = this.#handler
      const pause = readPause(await handler?.(JSON.parse(argument), context))
      this.#post(
        typeof pause === 'number'
          ? { type: 'ended', runId, pauseMs: pause }
          : { type: 'failed', runId, failure: { code: 'bad-result', message: `${this.#file} ${pause}.` } },
      )
    } catch (error) {
      this.#post({ type: 'failed', runId, failure: this.failureOf(error) })
    } finally {
      this.#running = undefined
    }
  }

  abort(runId: number): void {
    if (this.#running?.runId === runId) this.#running.abort.abort()
  }

  supply(path: string, text: string): void {
    this.#sources.get(path)?.resolve(text)
    this.#sources.delete(path)
  }

  refuse(path: string, { message, remedy }: Failure): void {
    this.#sources.get(path)?.reject(new ScriptError(message, remedy === undefined ? {} : { remedy }))
    this.#sources.delete(path)
  }

  failureOf(thrown: unknown): Failure {
    const { message, stack } = describeThrown(thrown, this.#folderUrl)
    return { code: 'threw', message: `${this.#file} threw ${message}`, stack }
  }

  #loadFailure(error: unknown): { readonly failure: Failure; readonly brokenPath: string | undefined } {
    if (error instanceof ScriptError) {
      const { message, remedy, brokenPath } = error
      const failure: Failure = { code: 'bad-script', message, ...(remedy === undefined ? {} : { remedy }) }
      return { failure, brokenPath }
    }
    const { message, stack } = describeThrown(error, this.#folderUrl)
    const failure: Failure = {
      code: 'bad-script',
      message: `${this.#file} threw ${message} while it was loaded.`,
      stack,
    }
    return { failure, brokenPath: undefined }
  }

  #readSource(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#sources.set(path, { resolve, reject })
      this.#post({ type: 'source-wanted', path })
    })
  }
}

const isFunction = (value: unknown): value is HandlerFunction => typeof value === 'function'
