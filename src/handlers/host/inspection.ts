import type { Failure } from '../failure'
import { badScript, explainFault, type ScriptSources } from './script-sources'
import { textGiven, textOnDisk, type ScriptText } from './script-text'
import type { SyntaxFault } from '../worker-protocol'
import type { WorkerPool } from './worker-pool'

/** Finds what is wrong with scripts without running them. */
export class Inspection {
  readonly #folder: string
  readonly #sources: ScriptSources
  readonly #pool: WorkerPool

  constructor(folder: string, sources: ScriptSources, pool: WorkerPool) {
    this.#folder = folder
    this.#sources = sources
    this.#pool = pool
  }

  problemOfFile(file: string): Promise<Failure | undefined> {
    return this.#problemOf(textOnDisk(this.#folder, file, this.#sources))
  }

  problemOfText(file: string, text: string): Promise<Failure | undefined> {
    return this.#problemOf(textGiven(this.#folder, file, text, this.#sources))
  }

  /** A worker may end before it answers, as one does that a script has been loaded into meanwhile. */
  async #parse(path: string, text: string): Promise<SyntaxFault | undefined> {
    for (let asked = 0; asked < 3; asked += 1) {
      const answer = await this.#pool.blank().parse(path, text)
      if (answer !== undefined) return answer.fault
    }
    return undefined
  }

  async #problemOf(script: ScriptText): Promise<Failure | undefined> {
    const { file, path } = script
    const source = await script.read(path)
    if (!source.ok) return source.failure
    const fault = await this.#parse(path, source.text)
    if (fault !== undefined) return explainFault(path, source.written, fault)
    return mayExportDefault(source.text) ? undefined : badScript(`${file} exports no default function.`)
  }
}

/** False only where there is no default export for sure: loading the script tells the rest. */
const mayExportDefault = (text: string): boolean => /\bexport\b[\s\S]*\bdefault\b/.test(text)
