import Module from 'node:module'
import { dirname } from 'node:path'

type Import = (specifier: string) => Promise<Readonly<Record<string, unknown>>>

interface CompilingModule {
  _compile(text: string, filename: string): void
}

const canCompile = (module: object): module is CompilingModule =>
  '_compile' in module && typeof module._compile === 'function'

const isImport = (value: unknown): value is Import => typeof value === 'function'

/**
 * Node's own `import()` as a file would call it: packages are found from that file's folder upwards, for importers
 * and with the conditions of an ES module. Only code that Node compiled for a file has such an `import()`.
 */
export function importerFor(path: string): Import {
  const module = new Module(path)
  module.filename = path
  module.paths = nodeModulesAbove(dirname(path))
  if (!canCompile(module)) throw new Error('This Node cannot compile a module.')
  module._compile('module.exports = (specifier) => import(specifier)', path)
  const exported: unknown = module.exports
  if (!isImport(exported)) throw new Error('This Node cannot import from a file.')
  return exported
}

function nodeModulesAbove(folder: string): string[] {
  const above = dirname(folder)
  const here = `${folder}/node_modules`
  return above === folder ? [here] : [here, ...nodeModulesAbove(above)]
}
