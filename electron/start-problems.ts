import type { ErrorEnvelope } from '../src/contract/errors'

/** What the start could not do, one entry a code: the first screen says it, with its remedy. */
export class StartProblems {
  readonly #problems = new Map<string, ErrorEnvelope>()

  set(problem: ErrorEnvelope): void {
    this.#problems.set(problem.code, problem)
  }

  clear(...codes: readonly string[]): void {
    for (const code of codes) this.#problems.delete(code)
  }

  list(): ErrorEnvelope[] {
    return [...this.#problems.values()]
  }
}
