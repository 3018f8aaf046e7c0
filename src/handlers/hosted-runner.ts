import { KeyholdError } from '../processor/errors'
import { watchFolder } from './folder-watch'
import type { Failure } from './failure'
import { HandlerError } from './handler-error'
import type {
  HandlerEnd,
  HandlerRun,
  HandlerRunner,
  HandlerRunnerOptions,
  HandlerTry,
  HandlerTryEnd,
  KeptVersion,
  LoadedScript,
  ScriptInfo,
} from './handler-runner'
import { HostClient } from './host-client'
import type { HostAnswer } from './host-protocol'
import { RunListener } from './run-listener'
import { assertScriptName, listScripts } from './script-folder'
import { ScriptInspections } from './script-inspections'
import { SpareHost } from './spare-host'
import { VersionStore } from './version-store'

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
  readonly #options: HandlerRunnerOptions
  readonly #host: HostClient
  readonly #spare: SpareHost
  readonly #versions: VersionStore
  readonly #inspections: ScriptInspections
  readonly #watches = new Set<() => void>()

  constructor(options: HandlerRunnerOptions) {
    this.folder = options.folder
    this.#options = options
    this.#versions = new VersionStore(options.versionsFolder, (text) =>
      options.log?.({ level: 'warn', text, run: undefined }),
    )
    const settings = {
      folder: options.folder,
      timeoutMs: bounded('timeoutMs', options.timeoutMs ?? 60_000, 1, 86_400_000),
      loadTimeoutMs: bounded('loadTimeoutMs', options.loadTimeoutMs ?? 15_000, 1, 86_400_000),
      graceMs: bounded('graceMs', options.graceMs ?? 5_000, 0, 3_600_000),
      memoryMb: bounded('memoryMb', options.memoryMb ?? 128, 16, 4_096),
      jobsPerWorker: bounded('jobsPerWorker', options.jobsPerWorker ?? 100_000, 1, 1_000_000),
    }
    const { launcher, log } = options
    this.#spare = new SpareHost({ launcher, log, settings })
    this.#host = new HostClient({
      ...{ launcher, log, settings, marks: lastingMarks(options) },
      onGood: ({ file, version, sources }) =>
        this.#versions.hasLoaded({ file, version, text: sources[0]?.written ?? '' }),
      onRan: (version) => this.#versions.hasRun(version),
    })
    this.#inspections = new ScriptInspections(async (files) => {
      return expected('inspect', await this.#host.ask({ kind: 'inspect', files })).problems
    })
  }

  async list(): Promise<readonly ScriptInfo[]> {
    const scripts = await listScripts(this.folder)
    await this.#inspections.update(scripts)
    return scripts.map(({ file, sizeBytes, modifiedAt, summary, version }) => {
      const problem = this.#inspections.problemOf(file)
      return { file, sizeBytes, modifiedAt, summary, version, problem: problem && new HandlerError(problem) }
    })
  }

  async check(file: string): Promise<LoadedScript> {
    assertScriptName(file)
    return expected('check', await this.#host.ask({ kind: 'check', file })).loaded
  }

  async checkText(file: string, text: string): Promise<Failure | undefined> {
    assertScriptName(file)
    return expected('check-text', await this.#spare.ask({ kind: 'check-text', file, text })).problem
  }

  run(run: HandlerRun): Promise<HandlerEnd> {
    return this.#host.run(run, new RunListener(run, this.#options))
  }

  abort(jobId: number): void {
    this.#host.abort(jobId)
  }

  recall(jobIds: readonly number[]): Promise<void> {
    return this.#host.recall(jobIds)
  }

  async try({ file, text, argument, signal, onLine, onProgress }: HandlerTry): Promise<HandlerTryEnd> {
    assertScriptName(file)
    const request = { kind: 'try', file, text, argument } as const
    const answer = await this.#spare.ask(request, signal, { onLine, onProgress })
    const { kind: _kind, ...end } = expected('try', answer)
    return end
  }

  readVersion(version: string): Promise<KeptVersion | undefined> {
    return this.#versions.read(version)
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
    await Promise.all([this.#host.close(), this.#spare.close()])
    await this.#versions.settled()
  }
}

/** The host answers each request in its own kind. */
function expected<Kind extends HostAnswer['kind']>(
  kind: Kind,
  answer: HostAnswer,
): Extract<HostAnswer, { kind: Kind }> {
  if (isOfKind(kind, answer)) return answer
  throw new Error(`The handler host answered "${kind}" with "${answer.kind}".`)
}

const isOfKind = <Kind extends HostAnswer['kind']>(
  kind: Kind,
  answer: HostAnswer,
): answer is Extract<HostAnswer, { kind: Kind }> => answer.kind === kind

function lastingMarks({
  marksFolder: folder,
  marksName: name,
  marksNeeded: isNeeded = () => false,
}: HandlerRunnerOptions) {
  if (folder === undefined) return undefined
  if (name) return { folder, name, isNeeded }
  throw new KeyholdError(
    'bad-option',
    "The handler runner's marksFolder has no marksName.",
    'Give the name of this instance too.',
  )
}

function bounded(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new KeyholdError(
    'bad-option',
    `The handler runner's ${name} is ${value}.`,
    `Give a whole number from ${min} to ${max}.`,
  )
}
