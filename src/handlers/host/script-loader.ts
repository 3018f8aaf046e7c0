import type { Failure } from '../failure'
import type { LoadedScript } from '../handler-runner'
import type { FromHost, GoodScript, HostSettings } from '../host-protocol'
import type { ScriptSources } from './script-sources'
import { textOnDisk, textThatLoaded, type ScriptText } from './script-text'
import { ScriptVersions } from './script-versions'
import type { ScriptWorker } from './script-worker'
import type { WorkerPool } from './worker-pool'
import type { LoadListener } from './worker-script'

/** A worker that holds a script. */
export interface LoadedWorker {
  readonly worker: ScriptWorker
  readonly loaded: LoadedScript
}

export type Prepared =
  ({ readonly ok: true } & LoadedWorker) | { readonly ok: false; readonly failure: Failure }

const wrongSize: Failure = { code: 'aborted', message: 'The worker gave way to one of the right size.' }

export interface ScriptLoaderOptions {
  readonly settings: HostSettings
  readonly sources: ScriptSources
  readonly pool: WorkerPool
  readonly send: (message: FromHost) => void
}

/** Gets workers ready: with a script as it is on the disk, or, while that does not load, as it last did. */
export class ScriptLoader {
  readonly versions: ScriptVersions
  readonly #options: ScriptLoaderOptions
  /** What scripts' options wanted, by version: a worker has its limit from its birth. */
  readonly #memoryMb = new Map<string, number>()
  /** What workers hold, so that it is found out once. */
  readonly #held = new WeakMap<ScriptWorker, GoodScript>()

  constructor(options: ScriptLoaderOptions) {
    this.#options = options
    this.versions = new ScriptVersions(options.sources, (script) => options.send({ type: 'good', script }))
  }

  /** An idle worker with the text that is to run now. Outdated ones go. */
  takeLoaded(file: string): LoadedWorker | undefined {
    const { pool } = this.#options
    const isBroken = this.versions.brokenNow(file) !== undefined
    const worker = pool.takeIdle(file, (idle) => this.#isCurrent(file, idle, isBroken))
    if (worker?.loaded === undefined) return undefined
    if (!isBroken) this.#remember(worker)
    return { worker, loaded: worker.loaded }
  }

  /** Whether what a worker has loaded is the text that is to run now. */
  isCurrent(worker: ScriptWorker): boolean {
    const { file } = worker
    return file !== undefined && this.#isCurrent(file, worker, this.versions.brokenNow(file) !== undefined)
  }

  #isCurrent(file: string, worker: ScriptWorker, isBroken: boolean): boolean {
    if (!isBroken) return this.#options.sources.areCurrent(worker.files)
    const good = this.versions.goodOf(file)
    return good !== undefined && holds(worker, good)
  }

  /** Loads the text that is to run now. */
  async prepare(file: string): Promise<Prepared> {
    const broken = this.versions.brokenNow(file)
    const fresh = broken ? { ok: false as const, failure: broken.failure } : await this.loadFromDisk(file)
    const good = this.versions.goodOf(file)
    if (fresh.ok || good === undefined) return fresh
    const { settings, sources } = this.#options
    return this.load(textThatLoaded(settings.folder, good, sources), { onRead: () => undefined })
  }

  /** Loads a script as it is on the disk; nothing else will do. */
  async loadFromDisk(file: string): Promise<Prepared> {
    const { settings, sources, send } = this.#options
    const text = textOnDisk(settings.folder, file, sources)
    const files = new Map<string, string | undefined>()
    const onRead = (path: string, hash: string | undefined): void => {
      files.set(path, hash)
      send({ type: 'reading', file, path, hash })
    }
    const prepared = await this.load(text, { onRead })
    if (prepared.ok) this.#remember(prepared.worker)
    // Where nothing was read, the failure is not the script's.
    else if (files.size > 0) this.versions.isBroken({ file, files, failure: prepared.failure })
    return prepared
  }

  /** Loads a text into a worker of its own, of the size that the text's options want. */
  async load(text: ScriptText, listener: LoadListener, signal?: AbortSignal): Promise<Prepared> {
    const seemsMb = await this.#memoryOf(text)
    const first = await this.#loadInto(seemsMb, text, listener, signal)
    if (!first.ok) return first
    const { version, options } = first.loaded
    const { memoryMb } = options
    this.#memoryMb.set(version, memoryMb)
    if (memoryMb === seemsMb) return first
    void first.worker.end(wrongSize)
    return this.#loadInto(memoryMb, text, listener, signal)
  }

  async #loadInto(
    memoryMb: number,
    text: ScriptText,
    listener: LoadListener,
    signal: AbortSignal | undefined,
  ): Promise<Prepared> {
    const worker = this.#options.pool.take(memoryMb, text.file)
    const onAbort = (): void => void worker.end({ code: 'aborted', message: 'The run was aborted.' })
    signal?.addEventListener('abort', onAbort)
    if (signal?.aborted) onAbort()
    const outcome = await worker.load(text, listener)
    signal?.removeEventListener('abort', onAbort)
    if (!outcome.ok) return outcome
    // The next one is ready by the time that it is needed.
    this.#options.pool.blank()
    return { ...outcome, worker }
  }

  /** The limit that a text had, or seems to want: loading it tells for sure. */
  async #memoryOf(text: ScriptText): Promise<number> {
    const source = await text.read(text.path)
    const known = source.hash === undefined ? undefined : this.#memoryMb.get(source.hash)
    const { memoryMb } = this.#options.settings
    if (known !== undefined || !source.ok) return known ?? memoryMb
    const named = /\bmemoryMb\s*:\s*(\d[\d_]*)/.exec(source.text)?.[1]
    const seems = Number(named?.replaceAll('_', ''))
    return seems >= 16 && seems <= 4_096 ? seems : memoryMb
  }

  /** A worker holds a script as it is on the disk: that is the last good version now. */
  #remember(worker: ScriptWorker): void {
    if (worker.file === undefined) return
    const held = this.#held.get(worker)
    if (held !== undefined && held === this.versions.goodOf(worker.file)) return
    const script = held ?? worker.snapshot()
    if (script) this.#held.set(worker, this.versions.isGood(script))
  }
}

/** The worker has loaded this version, with these imported files. */
function holds(worker: ScriptWorker, good: GoodScript): boolean {
  return good.sources.every(({ path, hash }) => worker.files.get(path) === hash)
}
