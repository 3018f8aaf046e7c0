import { linter, type Diagnostic } from '@codemirror/lint'
import type { Extension, Text } from '@codemirror/state'
import type { ScriptProblem } from '../../../../src/contract/handlers'

/** Ms of silence before a text is checked. */
const CHECK_AFTER_MS = 350

/** Where a problem is drawn: from its column to the end of the word there, or the whole line. */
export function diagnosticOf(problem: ScriptProblem, doc: Text): Diagnostic {
  const line = doc.line(Math.min(Math.max(1, problem.line ?? 1), doc.lines))
  const column = Math.min((problem.column ?? 1) - 1, line.length)
  const rest = line.text.slice(column)
  const length = problem.column === undefined ? line.length : (/^[\w$]+/.exec(rest)?.[0].length ?? 1)
  const from = problem.column === undefined ? line.from : line.from + column
  return { from, to: Math.min(from + length, line.to), severity: 'error', message: problem.message }
}

/**
 * Marks what is wrong with the text while it is written.
 *
 * @param check answers null where nothing is
 * @param onProblem told of each answer
 */
export function scriptLint(
  check: (text: string) => Promise<ScriptProblem | null>,
  onProblem: (problem: ScriptProblem | null) => void,
): Extension {
  let checks = 0
  let known: ScriptProblem | null = null
  return linter(
    async ({ state }) => {
      const number = (checks += 1)
      // A check that fails says nothing about the text: what was known before stands until the next change.
      const problem = await check(state.sliceDoc()).catch(() => known)
      // An answer about an older text may come last.
      if (number === checks) onProblem((known = problem))
      return problem ? [diagnosticOf(problem, state.doc)] : []
    },
    { delay: CHECK_AFTER_MS },
  )
}
