import type { Failure } from '../failure'
import type { GoodSource } from '../host-protocol'
import type { ToWorker } from '../worker-protocol'
import type { ReadFiles } from './script-sources'
import type { ScriptText } from './script-text'

/** Gives a worker the texts it wants, and remembers them. */
export class SourceSupply {
  readonly text: ScriptText
  /** Called with each file before its text may do harm. */
  #onRead: ((path: string, hash: string | undefined) => void) | undefined
  readonly #files = new Map<string, string | undefined>()
  readonly #sources = new Map<string, GoodSource>()

  constructor(text: ScriptText, onRead: (path: string, hash: string | undefined) => void) {
    this.text = text
    this.#onRead = onRead
  }

  /** What was wanted, with what was found. */
  get files(): ReadFiles {
    return this.#files
  }

  /** What was read, the script itself first. */
  get sources(): readonly GoodSource[] {
    return [...this.#sources.values()]
  }

  /** Hash of the script itself; undefined until it is read. */
  get version(): string | undefined {
    return this.#files.get(this.text.path)
  }

  /** The load is over: what is imported later is remembered, and no more told. */
  loaded(): void {
    this.#onRead = undefined
  }

  async answer(path: string): Promise<ToWorker> {
    const source = await this.text.read(path)
    this.#files.set(path, source.hash)
    this.#onRead?.(path, source.hash)
    if (!source.ok) return { type: 'no-source', path, failure: this.placed(source.failure, path) }
    const { text, hash, written } = source
    this.#sources.set(path, { path, text, hash, written })
    return { type: 'source', path, text }
  }

  /** Line and column of a failure are of the script itself: those of a file it imports stay in the sentence. */
  placed(failure: Failure, path: string): Failure {
    if (path === this.text.path) return failure
    const { line: _line, column: _column, ...rest } = failure
    return rest
  }
}
