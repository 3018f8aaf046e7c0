import { basename, dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { SourceTextModule, SyntheticModule, type Module } from 'node:vm'
import { importerFor } from './native-import'
import { ScriptError } from './script-error'
import { syntaxFaultOf } from './syntax-fault'

/**
 * Loads a script and the files it imports as ES modules. Files beside it (.js, .mjs, .ts, .json) come from the
 * host, which strips types and remembers what was read; packages and Node's own modules come from Node.
 */
export class ModuleLoader {
  readonly #readSource: (path: string) => Promise<string>
  readonly #modules = new Map<string, Promise<Module>>()
  readonly #evaluations = new Map<Module, Promise<void>>()
  /** Links run one after the other: two that share a file would meet it half linked. */
  #linking: Promise<void> = Promise.resolve()

  constructor(readSource: (path: string) => Promise<string>) {
    this.#readSource = readSource
  }

  /** Evaluates a script. @returns its exports. @throws ScriptError, and whatever the script throws */
  async load(path: string): Promise<object> {
    const module = await this.#open(path)
    await this.#evaluate(module)
    return module.namespace
  }

  #open(path: string): Promise<Module> {
    const known = this.#modules.get(path)
    if (known) return known
    const opened = this.#readSource(path).then((text) =>
      path.endsWith('.json') ? jsonModule(path, text) : this.#parse(path, text),
    )
    this.#modules.set(path, opened)
    return opened
  }

  #parse(path: string, text: string): Module {
    const url = pathToFileURL(path).href
    try {
      return new SourceTextModule(text, {
        identifier: url,
        initializeImportMeta: (meta) => Object.assign(meta, { url, filename: path, dirname: dirname(path) }),
        importModuleDynamically: (specifier: string) => this.#importDynamically(specifier, path),
      })
    } catch {
      const fault = syntaxFaultOf(text) ?? { message: 'unknown' }
      throw new ScriptError(`${basename(path)} does not parse: ${fault.message}.`, {
        broken: { path, fault },
      })
    }
  }

  async #importDynamically(specifier: string, from: string): Promise<Module> {
    const module = await this.#resolve(specifier, from)
    await this.#evaluate(module)
    return module
  }

  /** The module that a specifier means in a file; not linked yet. */
  #resolve(specifier: string, from: string): Promise<Module> {
    const path = ownFile(specifier, from)
    return path === undefined ? importNatively(specifier, from) : this.#open(path)
  }

  /** Once a module. A module that is being evaluated already (a cycle) is not waited for. */
  #evaluate(module: Module): Promise<void> {
    const known = this.#evaluations.get(module)
    if (known) return known
    const evaluation = this.#linkAndEvaluate(module)
    this.#evaluations.set(module, evaluation)
    return evaluation
  }

  async #linkAndEvaluate(module: Module): Promise<void> {
    const linked = this.#linking.then(async () => {
      if (module.status !== 'unlinked') return
      await module.link((specifier, referrer) => this.#resolve(specifier, fileURLToPath(referrer.identifier)))
    })
    this.#linking = linked.catch(() => undefined)
    await linked
    if (module.status === 'linked') await module.evaluate()
  }
}

/** The path of a file that this loader reads itself; undefined for packages, Node's modules and other formats. */
function ownFile(specifier: string, from: string): string | undefined {
  if (!/^(\.{0,2}\/|file:)/.test(specifier)) return undefined
  const url = new URL(specifier, pathToFileURL(from))
  const isOwn = /\.(m?js|m?ts|json)$/.test(url.pathname) && !url.pathname.includes('/node_modules/')
  return isOwn ? fileURLToPath(url) : undefined
}

function jsonModule(path: string, text: string): Module {
  return new SyntheticModule(['default'], function () {
    try {
      this.setExport('default', JSON.parse(text))
    } catch {
      throw new ScriptError(`${basename(path)} is not JSON.`)
    }
  })
}

async function importNatively(specifier: string, from: string): Promise<Module> {
  if (/^electron(\/|$)/.test(specifier)) {
    throw new ScriptError(`${basename(from)} imports "${specifier}", which handlers cannot use.`, {
      remedy: 'Use Node, fetch and packages: handlers run outside of the window.',
    })
  }
  const namespace = await importerFor(from)(specifier).catch((error: unknown) => {
    throw isMissing(error) ? missing(specifier, from) : error
  })
  const names = Object.keys(namespace)
  return new SyntheticModule(names, function () {
    for (const name of names) this.setExport(name, namespace[name])
  })
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND')

function missing(specifier: string, from: string): ScriptError {
  const isPackage = !/^[./]|^file:/.test(specifier)
  return new ScriptError(`${basename(from)} imports "${specifier}", which is not there.`, {
    remedy: isPackage
      ? `Run "npm install ${specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/')}" in the folder of the script.`
      : 'Name the file with its ending, as it is called on the disk.',
  })
}
