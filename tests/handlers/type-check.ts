import { writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import ts from 'typescript'

const repository = resolve(import.meta.dirname, '../..')

/**
 * What the TypeScript compiler says to scripts of a folder, strict, as an editor with Node's types would.
 * @returns "file:line: message", none when all is well
 */
export async function typeProblems(
  folder: string,
  scripts: readonly { readonly file: string; readonly text: string }[],
): Promise<readonly string[]> {
  for (const { file, text } of scripts) await writeFile(join(folder, file), text)
  const program = ts.createProgram(
    scripts.map(({ file }) => join(folder, file)),
    {
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
    },
  )
  return ts.getPreEmitDiagnostics(program).map(describeDiagnostic)
}

function describeDiagnostic({ file, start, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ')
  if (!file) return message
  const { line } = file.getLineAndCharacterOfPosition(start ?? 0)
  return `${basename(file.fileName)}:${line + 1}: ${message}`
}
