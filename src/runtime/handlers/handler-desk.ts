import type { HandlerTemplate, SaveOutcome, ScriptView, TryView } from '../../contract/handlers'
import type { Profile } from '../../contract/profile'
import type { HandlerRunner } from '../../handlers/handler-runner'
import { handlerTemplates } from '../../handlers/templates'
import { HandlerError } from '../../handlers/handler-error'
import { KeyholdError } from '../../processor/errors'
import type { Audit } from '../audit/audit'
import { refuseReadOnly } from '../read-only'
import type { ActiveHandler } from './active-handler'
import type { Answer, HandlersFace, Request } from './handlers-face'
import type { ScriptLibrary } from './script-library'
import { checkScriptName } from './script-name'
import { scriptProblem } from './script-problem'
import type { Tries } from './tries'

export interface HandlerDeskParts {
  readonly profile: Profile
  readonly audit: Audit
  readonly runner: HandlerRunner
  readonly handler: ActiveHandler
  readonly library: ScriptLibrary
  readonly tries: Tries
  /** @param path absolute @throws anything, where the system's trash does not take it */
  readonly trash: (path: string) => Promise<void>
}

/**
 * Answers what the page asks of handlers. A read-only profile's scripts can be looked at and checked; they are not
 * written, and not tried either: a script may do anything.
 */
export class HandlerDesk implements HandlersFace {
  readonly #parts: HandlerDeskParts

  constructor(parts: HandlerDeskParts) {
    this.#parts = parts
  }

  get activeFile(): string {
    return this.#parts.handler.file
  }

  async list(): Answer<'handlers.list'> {
    const { runner, handler } = this.#parts
    const scripts = await runner.list()
    const hostPid = runner.hostPid()
    return {
      folder: runner.folder,
      handlers: scripts.map(({ file, sizeBytes, modifiedAt, summary, version, problem }) => {
        const active = file === handler.file
        // Only its load shows some of what can be wrong; the active one was loaded.
        const shown = problem ? scriptProblem(problem) : active ? handler.problem : undefined
        return {
          ...{ file, active, sizeBytes, modifiedAt, summary, version },
          ...(shown ? { problem: shown } : {}),
        }
      }),
      ...(hostPid === undefined ? {} : { hostPid }),
    }
  }

  async use(file: string): Answer<'handlers.use'> {
    this.#refuseReadOnly('Choosing another handler')
    const { audit, handler } = this.#parts
    const before = handler.file
    await handler.use(file)
    audit.note({ act: 'handler-use', file, before })
    return this.list()
  }

  templates(): readonly HandlerTemplate[] {
    return handlerTemplates
  }

  read(file: string): Promise<ScriptView> {
    return this.#parts.library.read(file)
  }

  async save({ file, text, expected }: Request<'handlers.save'>): Promise<SaveOutcome> {
    this.#refuseReadOnly('Saving a script')
    const { audit, handler, library } = this.#parts
    const outcome = await library.save(file, text, expected)
    if (outcome.outcome === 'saved') {
      const { version } = outcome.script
      const [created, active] = [expected === null, file === handler.file]
      audit.note({ act: 'handler-save', file, version, created, active })
    }
    handler.look()
    return outcome
  }

  async rename({ file, to }: Request<'handlers.rename'>): Answer<'handlers.rename'> {
    this.#refuseReadOnly('Renaming a script')
    const { audit, library, handler } = this.#parts
    await library.rename(file, to)
    audit.note({ act: 'handler-rename', file, to })
    if (file === handler.file) handler.renamed(to)
    else handler.look()
    return this.list()
  }

  async trash(file: string): Answer<'handlers.trash'> {
    this.#refuseReadOnly('Deleting a script')
    const { audit, library, handler, trash } = this.#parts
    const path = await library.pathOf(file)
    if (file === handler.file) throw isActive(file)
    await trash(path).catch((error: unknown) => {
      throw notTrashed(file, error)
    })
    audit.note({ act: 'handler-trash', file })
    handler.look()
    return this.list()
  }

  pathOf(file: string): Promise<string> {
    return this.#parts.library.pathOf(file)
  }

  async checkText({ file, text }: Request<'handlers.check-text'>): Answer<'handlers.check-text'> {
    checkScriptName(file)
    const failure = await this.#parts.runner.checkText(file, text)
    return { problem: failure ? scriptProblem(new HandlerError(failure)) : null }
  }

  async try(request: Request<'handlers.try'>): Promise<TryView> {
    this.#refuseReadOnly('Trying a script')
    return this.#parts.tries.start(request)
  }

  stopTry(tryId: string): void {
    this.#parts.tries.stop(tryId)
  }

  tryLines({ tryId, offset }: Request<'handlers.try-lines'>): Awaited<Answer<'handlers.try-lines'>> {
    return { lines: this.#parts.tries.lines(tryId, offset) }
  }

  async textOf(version: string): Promise<ScriptView | null> {
    return (await this.#parts.runner.readVersion(version)) ?? null
  }

  #refuseReadOnly(act: string): void {
    refuseReadOnly(this.#parts.profile, act)
  }
}

function isActive(file: string): KeyholdError {
  return new KeyholdError(
    'script-is-active',
    `${file} runs the jobs, and is not deleted.`,
    'Make another script the active one first.',
  )
}

function notTrashed(file: string, error: unknown): KeyholdError {
  return new KeyholdError(
    'script-not-trashed',
    `${file} could not be moved to the trash: ${error instanceof Error ? error.message : String(error)}.`,
    'Delete it in a file manager or a terminal.',
    { cause: error },
  )
}
