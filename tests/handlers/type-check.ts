import { basename, join, resolve } from 'node:path'
import ts from 'typescript'

const repository = resolve(import.meta.dirname, '../..')

/**
 * What the TypeScript compiler says to scripts, strict, as an editor with Node's types would.
 * @param paths absolute
 * @returns "file:line: message" by file, none when all is well
 */
export function typeProblems(paths: readonly string[]): readonly string[] {
  const program = ts.createProgram(paths, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    types: ['node'],
    typeRoots: [join(repository, 'node_modules/@types')],
    strict: true,
    allowJs: true,
    checkJs: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    noEmit: true,
    skipLibCheck: true,
  })
  return ts.getPreEmitDiagnostics(program).map(describeDiagnostic).sort()
}

function describeDiagnostic({ file, start, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ')
  if (!file) return message
  const { line } = file.getLineAndCharacterOfPosition(start ?? 0)
  return `${basename(file.fileName)}:${line + 1}: ${message}`
}
