import type { Failure } from '../failure'
import type { HandlerOptions, LoadedScript } from '../handler-runner'
import type { GoodScript } from '../host-protocol'
import type { BrokenFile } from '../worker-protocol'
import { explainFault, type ReadFiles } from './script-sources'
import type { ScriptText } from './script-text'
import { SourceSupply } from './source-supply'
import { WorkOrder, type WorkListener } from './work-order'

export interface LoadListener extends Pick<WorkListener, 'onLine'> {
  /** Called before the text may do harm. */
  onRead(path: string, hash: string | undefined): void
}

/** The one script of a worker: what it reads while it loads, and what it has come to. */
export class WorkerScript {
  #supply: SourceSupply | undefined
  #loaded: LoadedScript | undefined
  #load: WorkOrder | undefined

  /** The load that is under way. */
  get load(): WorkOrder | undefined {
    return this.#load
  }

  /** Its texts, and those of what it imports. */
  get supply(): SourceSupply | undefined {
    return this.#supply
  }

  get file(): string | undefined {
    return this.#supply?.text.file
  }

  get loaded(): LoadedScript | undefined {
    return this.#loaded
  }

  get files(): ReadFiles {
    return this.#supply?.files ?? new Map()
  }

  snapshot(): GoodScript | undefined {
    const { file } = this
    if (file === undefined || this.#loaded === undefined || this.#supply === undefined) return undefined
    return { file, ...this.#loaded, sources: this.#supply.sources }
  }

  begin(text: ScriptText, listener: LoadListener): WorkOrder {
    this.#supply = new SourceSupply(text, (path, hash) => listener.onRead(path, hash))
    this.#load = new WorkOrder(undefined, listener)
    return this.#load
  }

  hasLoaded(options: HandlerOptions): void {
    const version = this.#supply?.version
    if (version === undefined) return
    this.#loaded = { version, options }
    this.#end()?.succeed(0, { runMs: 0 })
  }

  fail(failure: Failure): void {
    this.#end()?.fail(failure)
  }

  /** What a failed load comes to, with the place in the text where there is one. */
  async explain(failure: Failure, broken: BrokenFile | undefined): Promise<Failure> {
    const supply = this.#supply
    const source = supply?.sources.find(({ path }) => path === broken?.path)
    if (supply === undefined || source === undefined || broken === undefined) return failure
    const explained = await explainFault(broken.path, source.written, broken.fault)
    return supply.placed(explained, broken.path)
  }

  #end(): WorkOrder | undefined {
    const load = this.#load
    this.#load = undefined
    // What it imports later is remembered, and no more told.
    if (load) this.#supply?.loaded()
    return load
  }
}
