import type { ScriptProblem } from '../../../src/contract/handlers'
import type { LiveState } from '../../../src/contract/live'

/** What a broken active handler means for the jobs. */
export interface HandlerNews {
  /** `failure`: jobs fail. `warning`: an earlier version runs them. */
  readonly tone: 'failure' | 'warning'
  readonly title: string
  readonly problem: ScriptProblem
}

/** Characters of a version that tell it from the others of one script. */
const shortHash = 8

export function shortVersion(version: string): string {
  return version.slice(0, shortHash)
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

/** Why fewer lanes are in use than the profile has; undefined where all are. */
export function lanesInWords(file: string, inUse: number, ofProfile: number): string | undefined {
  if (inUse >= ofProfile) return undefined
  const lanes = inUse === 1 ? 'one job' : `${inUse} jobs`
  return `${inUse} of ${ofProfile} lanes: ${file} runs ${lanes} at a time`
}
