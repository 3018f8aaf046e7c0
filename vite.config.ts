import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite'
import react from '@vitejs/plugin-react'
import { collectLicences } from './scripts/licences.mjs'

const root = import.meta.dirname
const nodeBuiltins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

/** A package's name, as opposed to a file of this repository or a virtual module. */
const isPackage = (id: string): boolean => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('\0')

interface BundleOptions {
  readonly name: string
  readonly entry: string
  readonly external: readonly string[]
  readonly conditions: readonly string[]
}

/** One self-contained CommonJS file that runs on Node 18 (Electron 25) and later: an ESM main fails on Electron 25. */
function electronBundle({ name, entry, external, conditions }: BundleOptions): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: {
      noExternal: true,
      external: [...external],
      conditions: [...conditions],
      builtins: [...nodeBuiltins, 'electron'],
    },
    build: {
      target: 'node18',
      outDir: resolve(root, 'dist-electron'),
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      sourcemap: true,
      ssr: false,
      rolldownOptions: {
        input: { [name]: resolve(root, entry) },
        external: [...external, ...nodeBuiltins],
        platform: 'node',
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  }
}

/** ESM for Node 20 with every package left to the one who installs it. */
function nodeModule(entry: string, outDir: string): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { builtins: nodeBuiltins },
    build: {
      target: 'node20',
      outDir: resolve(root, outDir),
      emptyOutDir: true,
      copyPublicDir: false,
      minify: false,
      sourcemap: true,
      ssr: false,
      rolldownOptions: {
        input: { index: resolve(root, entry) },
        external: isPackage,
        platform: 'node',
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  }
}

/** A sandboxed preload may require `electron` and nothing else; anything more is a blank window at run time. */
function preloadRequiresElectronOnly(): Plugin {
  return {
    name: 'keyhold:preload-requires-electron-only',
    applyToEnvironment: (environment) => environment.name === 'preload',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const foreign = [...chunk.imports, ...chunk.dynamicImports].filter((id) => id !== 'electron')
        if (foreign.length > 0) this.error(`${chunk.fileName} requires ${foreign.join(', ')}`)
      }
    },
  }
}

/** Puts the licences of all packages that are part of the app beside the page, which shows them. */
function licencesBesideThePage(): Plugin {
  const fileName = 'licences.json'
  const source = (): string => JSON.stringify(collectLicences(root))
  return {
    name: 'keyhold:licences-beside-the-page',
    applyToEnvironment: (environment) => environment.name === 'client',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: source() })
    },
    configureServer(server) {
      server.middlewares.use(`/${fileName}`, (_request, response) => {
        response.setHeader('content-type', 'application/json').end(source())
      })
    },
  }
}

const forNode = ['node', 'module', 'default']

export default defineConfig({
  root: resolve(root, 'renderer'),
  publicDir: false,
  plugins: [react(), preloadRequiresElectronOnly(), licencesBesideThePage()],
  build: { target: 'chrome114', outDir: resolve(root, 'dist'), emptyOutDir: true },
  environments: {
    main: electronBundle({
      name: 'main',
      entry: 'electron/main.ts',
      external: ['electron'],
      conditions: forNode,
    }),
    preload: electronBundle({
      name: 'preload',
      entry: 'electron/preload.ts',
      external: ['electron'],
      conditions: ['module', 'default'],
    }),
    host: electronBundle({
      name: 'handler-host',
      entry: 'src/handlers/host-entry.ts',
      external: [],
      conditions: forNode,
    }),
    worker: electronBundle({
      name: 'handler-worker',
      entry: 'src/handlers/worker-entry.ts',
      external: [],
      conditions: forNode,
    }),
    store: electronBundle({
      name: 'job-store',
      entry: 'src/store/store-entry.ts',
      // A native module is loaded from where it was installed.
      external: ['libsql'],
      conditions: forNode,
    }),
    library: nodeModule('src/index.ts', 'dist-library'),
    bench: nodeModule('bench/index.ts', 'dist-bench'),
  },
  builder: {
    // The benchmarks are built by their own script: they are no part of the product.
    async buildApp(builder) {
      for (const name of ['client', 'main', 'preload', 'host', 'worker', 'store', 'library']) {
        const environment = builder.environments[name]
        if (!environment) throw new Error(`vite.config.ts declares no environment "${name}"`)
        await builder.build(environment)
      }
    },
  },
})
