import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createBuilder } from 'vite'
import { createForkLauncher } from '../../src/handlers/fork-launcher'
import type {
  HandlerLogLine,
  HandlerRun,
  HandlerRunner,
  HandlerRunnerOptions,
} from '../../src/handlers/handler-runner'
import { createHandlerRunner } from '../../src/handlers/hosted-runner'

const repository = resolve(import.meta.dirname, '../..')

/** The host and the worker as the application ships them, built into a folder of their own. */
export interface BuiltHost {
  readonly hostEntry: string
  remove(): Promise<void>
}

export async function buildHost(): Promise<BuiltHost> {
  const outDir = await temporaryFolder('keyhold-host-')
  const builder = await createBuilder({
    root: join(repository, 'renderer'),
    configFile: join(repository, 'vite.config.ts'),
    logLevel: 'error',
    environments: { host: { build: { outDir } }, worker: { build: { outDir } } },
  })
  for (const name of ['host', 'worker']) {
    const environment = builder.environments[name]
    if (!environment) throw new Error(`vite.config.ts declares no environment "${name}"`)
    await builder.build(environment)
  }
  return {
    hostEntry: join(outDir, 'handler-host.cjs'),
    remove: () => rm(outDir, { recursive: true, force: true }),
  }
}

export const temporaryFolder = async (prefix: string): Promise<string> =>
  realpath(await mkdtemp(join(tmpdir(), prefix)))

/** A runner on a forked host and a folder of its own. */
export interface Bench {
  readonly runner: HandlerRunner
  readonly folder: string
  readonly lines: HandlerLogLine[]
  write(file: string, text: string): Promise<void>
  /** Runs a script of the folder; the argument is a value, not JSON text. */
  run(file: string, argument?: unknown, more?: Partial<HandlerRun>): Promise<number>
  dispose(): Promise<void>
}

export async function openBench(
  host: BuiltHost,
  options: Partial<Omit<HandlerRunnerOptions, 'launcher' | 'folder' | 'log'>> = {},
): Promise<Bench> {
  const folder = await temporaryFolder('keyhold-handlers-')
  const lines: HandlerLogLine[] = []
  const launcher = createForkLauncher({ hostEntry: host.hostEntry })
  const runner = createHandlerRunner({ launcher, folder, log: (line) => lines.push(line), ...options })
  return {
    runner,
    folder,
    lines,
    write: (file, text) => writeFile(join(folder, file), text),
    run: (file, argument = null, more = {}) =>
      runner.run({
        file,
        argument: JSON.stringify(argument),
        key: 'orders:1',
        jobId: 1,
        signal: new AbortController().signal,
        ...more,
      }),
    async dispose() {
      await runner.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
