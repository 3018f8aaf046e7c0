import type { Failure } from './failure'
import type { ScriptFile } from './script-folder'

type Inspect = (files: readonly string[]) => Promise<readonly (Failure | undefined)[]>

/** What inspecting scripts found, while their files stay as they were. */
export class ScriptInspections {
  readonly #inspect: Inspect
  #found = new Map<string, { readonly version: string; readonly problem: Failure | undefined }>()

  constructor(inspect: Inspect) {
    this.#inspect = inspect
  }

  /** Inspects those that changed since they were last inspected, and forgets those that are gone. */
  async update(scripts: readonly ScriptFile[]): Promise<void> {
    const changed = scripts.filter(({ file, version }) => this.#found.get(file)?.version !== version)
    const found = new Map(this.#found)
    if (changed.length > 0) {
      const problems = await this.#inspect(changed.map(({ file }) => file))
      changed.forEach(({ file, version }, index) => found.set(file, { version, problem: problems[index] }))
    }
    const present = new Set(scripts.map(({ file }) => file))
    this.#found = new Map([...found].filter(([file]) => present.has(file)))
  }

  problemOf(file: string): Failure | undefined {
    return this.#found.get(file)?.problem
  }
}
