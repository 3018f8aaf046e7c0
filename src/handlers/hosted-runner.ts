import { KeyholdError } from '../processor/errors'
import { watchFolder } from './folder-watch'
import { HandlerError, type Failure } from './handler-error'
import type { HandlerRun, HandlerRunner, HandlerRunnerOptions, ScriptInfo } from './handler-runner'
import { HostClient } from './host-client'
import { assertScriptName, listScripts, type ScriptFile } from './script-folder'

/**
 * Runs the scripts of a folder in worker threads of a host process, which is launched when it is first needed and
 * launched again when it dies.
 * @throws KeyholdError `bad-option`
 */
export function createHandlerRunner(options: HandlerRunnerOptions): HandlerRunner {
  return new HostedRunner(options)
}

class HostedRunner implements HandlerRunner {
  readonly folder: string
  readonly #host: HostClient
  readonly #watches = new Set<() => void>()
  /** What inspecting a script found, while its file stays as it was. */
  #inspected = new Map<string, { readonly stamp: string; readonly problem: Failure | undefined }>()

  constructor(options: HandlerRunnerOptions) {
    this.folder = options.folder
    this.#host = new HostClient({
      launcher: options.launcher,
      log: options.log,
      settings: {
        folder: options.folder,
        timeoutMs: bounded('timeoutMs', options.timeoutMs ?? 60_000, 1, 86_400_000),
        loadTimeoutMs: bounded('loadTimeoutMs', options.loadTimeoutMs ?? 15_000, 1, 86_400_000),
        graceMs: bounded('graceMs', options.graceMs ?? 5_000, 0, 3_600_000),
        memoryMb: bounded('memoryMb', options.memoryMb ?? 128, 16, 16_384),
        jobsPerWorker: bounded('jobsPerWorker', options.jobsPerWorker ?? 500, 1, 1_000_000),
      },
    })
  }

  async list(): Promise<readonly ScriptInfo[]> {
    const scripts = await listScripts(this.folder)
    await this.#inspect(scripts)
    return scripts.map(({ file, sizeBytes, modifiedAt, summary }) => {
      const problem = this.#inspected.get(file)?.problem
      return { file, sizeBytes, modifiedAt, summary, problem: problem && new HandlerError(problem) }
    })
  }

  /** Inspects the scripts that changed since they were last inspected, and forgets those that are gone. */
  async #inspect(scripts: readonly ScriptFile[]): Promise<void> {
    const isKnown = ({ file, stamp }: ScriptFile): boolean => this.#inspected.get(file)?.stamp === stamp
    const changed = scripts.filter((script) => !isKnown(script))
    const found = new Map(this.#inspected)
    if (changed.length > 0) {
      const answer = await this.#host.ask({ kind: 'inspect', files: changed.map(({ file }) => file) })
      if (answer.kind !== 'inspect') return
      changed.forEach(({ file, stamp }, index) => found.set(file, { stamp, problem: answer.problems[index] }))
    }
    const present = new Set(scripts.map(({ file }) => file))
    this.#inspected = new Map([...found].filter(([file]) => present.has(file)))
  }

  async check(file: string): Promise<void> {
    assertScriptName(file)
    await this.#host.ask({ kind: 'check', file })
  }

  async run({ file, argument, key, jobId, signal }: HandlerRun): Promise<number> {
    assertScriptName(file)
    const answer = await this.#host.ask({ kind: 'run', file, argument, key, jobId }, signal)
    return answer.kind === 'run' ? answer.pauseMs : 0
  }

  async warmUp(): Promise<void> {
    await this.#host.ask({ kind: 'warm-up' }).catch(() => undefined)
  }

  hostPid(): number | undefined {
    return this.#host.pid
  }

  watch(listener: () => void): () => void {
    const end = watchFolder(this.folder, listener)
    this.#watches.add(end)
    return () => {
      this.#watches.delete(end)
      end()
    }
  }

  async close(): Promise<void> {
    for (const end of this.#watches) end()
    this.#watches.clear()
    await this.#host.close()
  }
}

function bounded(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new KeyholdError(
    'bad-option',
    `The handler runner's ${name} is ${value}.`,
    `Give a whole number from ${min} to ${max}.`,
  )
}
