import type { HandlerLine, ProgressView, TryView } from '../../contract/handlers'
import { HandlerError } from '../../handlers/handler-error'
import type { HandlerRunner, HandlerTryEnd } from '../../handlers/handler-runner'
import { cutText } from '../views/cut-text'
import { scriptProblem } from './script-problem'

/** Characters: an ended try is a part of every live message. */
const LONGEST_RETURNED = 1_000
const LONGEST_MESSAGE = 1_000
const LONGEST_STACK = 2_000
/** The worker bounds what a run says; this bounds what a faulty worker could. */
const MOST_LINES = 500

export interface TryRequest {
  readonly file: string
  readonly text: string
  /** JSON text. */
  readonly argument: string
}

type State = TryView['state']

/** One run of a text apart from the queue, from its start on. */
export class ScriptTry {
  readonly tryId: string
  readonly file: string
  readonly #startedAt: number
  readonly #changed: () => void
  readonly #abort = new AbortController()
  readonly #lines: HandlerLine[] = []
  #state: State = { state: 'running' }
  #progress: ProgressView | undefined
  #version = 1

  /**
   * Begins at once.
   * @param startedAt ms since the epoch
   */
  constructor(
    tryId: string,
    { file, text, argument }: TryRequest,
    parts: { readonly runner: HandlerRunner; readonly startedAt: number; readonly changed: () => void },
  ) {
    this.tryId = tryId
    this.file = file
    this.#startedAt = parts.startedAt
    this.#changed = parts.changed
    const run = parts.runner.try({
      ...{ file, text, argument },
      signal: this.#abort.signal,
      onLine: (line) => this.#hear(line),
      onProgress: (progress) => this.#show(progress),
    })
    run.then(
      (end) => this.#end(endedWell(end)),
      (error: unknown) => this.#end(endedBadly(error)),
    )
  }

  get atWork(): boolean {
    return this.#state.state === 'running'
  }

  stop(): void {
    this.#abort.abort()
  }

  view(): TryView {
    return {
      tryId: this.tryId,
      file: this.file,
      version: this.#version,
      startedAt: this.#startedAt,
      state: this.#state,
      ...(this.#progress ? { progress: this.#progress } : {}),
      lineCount: this.#lines.length,
    }
  }

  /** @param offset 0 is the first line */
  lines(offset: number): HandlerLine[] {
    return this.#lines.slice(offset)
  }

  #hear({ level, text, at }: HandlerLine): void {
    if (this.#lines.length >= MOST_LINES) return
    this.#lines.push({ level, text, at })
    this.#mark()
  }

  #show(progress: ProgressView): void {
    this.#progress = progress
    this.#mark()
  }

  #end(state: State): void {
    this.#state = state
    this.#mark()
  }

  #mark(): void {
    this.#version += 1
    this.#changed()
  }
}

function endedWell({ pauseMs, returned, loadMs, runMs, memoryBytes }: HandlerTryEnd): State {
  return {
    state: 'ended',
    ...{ runMs, loadMs, pauseMs },
    returned: cutText(returned, LONGEST_RETURNED),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  }
}

function endedBadly(error: unknown): State {
  const { runMs = 0, loadMs = 0, memoryBytes, scriptStack } = error instanceof HandlerError ? error : {}
  const problem = scriptProblem(error)
  return {
    state: 'ended',
    ...{ runMs, loadMs },
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    error: {
      ...problem,
      message: cutText(problem.message, LONGEST_MESSAGE),
      ...(scriptStack ? { stack: cutText(scriptStack, LONGEST_STACK) } : {}),
    },
  }
}
