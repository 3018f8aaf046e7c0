import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build, createBuilder } from 'vite'

const repository = resolve(import.meta.dirname, '../..')

/** The thread of the store as the application ships it. */
export interface BuiltStore {
  readonly entry: string
  readonly folder: string
  remove(): Promise<void>
}

/** Builds into a folder of the repository, so that Node finds the database's native module from there. */
export async function buildStore(): Promise<BuiltStore> {
  const place = join(repository, 'artifacts')
  await mkdir(place, { recursive: true })
  const folder = await mkdtemp(join(place, 'store-'))
  // Other users load it too: a test drops root's rights.
  await chmod(folder, 0o755)
  const builder = await createBuilder({
    root: join(repository, 'renderer'),
    configFile: join(repository, 'vite.config.ts'),
    logLevel: 'error',
    environments: { store: { build: { outDir: folder } } },
  })
  const environment = builder.environments['store']
  if (!environment) throw new Error('vite.config.ts declares no environment "store"')
  await builder.build(environment)
  return {
    entry: join(folder, 'job-store.cjs'),
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** One of `programs`, for plain Node. @returns its path */
export async function buildProgram(store: BuiltStore, name: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'programs', `${name}.ts`),
      outDir: store.folder,
      emptyOutDir: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: '[name].mjs' } },
    },
  })
  return join(store.folder, `${name}.mjs`)
}
