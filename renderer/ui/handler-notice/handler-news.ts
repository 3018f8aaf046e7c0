import { shortVersion } from '../short-version'
import type { ScriptProblem } from '../../../src/contract/handlers'
import type { LiveState } from '../../../src/contract/live'

/** What a broken active handler means for the jobs. */
export interface HandlerNews {
  /** `failure`: jobs fail. `warning`: an earlier version runs them. */
  readonly tone: 'failure' | 'warning'
  readonly title: string
  readonly problem: ScriptProblem
}

/** Undefined while the handler is as it should be. */
export function handlerNews({ handler }: LiveState): HandlerNews | undefined {
  const { file, problem, version } = handler
  if (!problem) return undefined
  if (version === undefined) {
    return { tone: 'failure', title: `${file} cannot be used: every job fails until it is mended`, problem }
  }
  const title = `${file} is broken: jobs run with version ${shortVersion(version)}, the last good one`
  return { tone: 'warning', title, problem }
}
