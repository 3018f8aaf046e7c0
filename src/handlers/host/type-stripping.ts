/** Where a text stops being a script. */
export interface SyntaxProblem {
  readonly message: string
  /** From 1; undefined where it is not known. */
  readonly line: number | undefined
  /** From 1. */
  readonly column: number | undefined
  readonly snippet: string
}

export type Stripped =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: SyntaxProblem }

/**
 * Replaces the types of a TypeScript text by blanks: every line and column stays where it is. What needs more than
 * blanks (enums, parameter properties, namespaces with code) is a problem.
 */
export async function stripTypes(text: string, file: string): Promise<Stripped> {
  // Half a second of start-up (a compiler in WebAssembly), which hosts without TypeScript never spend.
  const { transformSync } = await import('amaro')
  try {
    return { ok: true, text: transformSync(text, { mode: 'strip-only', filename: file }).code }
  } catch (error) {
    return { ok: false, problem: describeProblem(error) }
  }
}

/** Where a JavaScript text is broken, as far as the stripper's parser agrees that it is: V8 keeps it to itself. */
export async function findSyntaxProblem(text: string, file: string): Promise<SyntaxProblem | undefined> {
  const stripped = await stripTypes(text, file)
  return stripped.ok ? undefined : stripped.problem
}

/** The stripper throws plain objects that say where. */
function describeProblem(error: unknown): SyntaxProblem {
  if (typeof error !== 'object' || error === null) {
    return { message: String(error), line: undefined, column: undefined, snippet: '' }
  }
  const message = 'message' in error ? String(error.message) : 'The text cannot be parsed'
  const line = 'startLine' in error && typeof error.startLine === 'number' ? error.startLine : undefined
  const column =
    'startColumn' in error && typeof error.startColumn === 'number' ? error.startColumn + 1 : undefined
  const snippet = 'snippet' in error && typeof error.snippet === 'string' ? error.snippet : ''
  return { message, line, column, snippet: snippet.trimEnd().slice(0, 1_024) }
}
