import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createBuilder } from 'vite'
import { createForkLauncher } from '../../src/handlers/fork-launcher'
import { HandlerError } from '../../src/handlers/handler-error'
import type {
  HandlerEnd,
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
  /** Runs a script of the folder; the argument is a value, not JSON text. @returns the pause */
  run(file: string, argument?: unknown, more?: MoreOfRun): Promise<number>
  /** As `run`, with all that the runner answers. */
  end(file: string, argument?: unknown, more?: MoreOfRun): Promise<HandlerEnd>
  dispose(): Promise<void>
}

/** `signal` aborts it. */
type MoreOfRun = Partial<HandlerRun> & { readonly signal?: AbortSignal }

export async function openBench(
  host: BuiltHost,
  options: Partial<Omit<HandlerRunnerOptions, 'launcher' | 'folder' | 'log'>> = {},
): Promise<Bench> {
  const folder = await temporaryFolder('keyhold-handlers-')
  const lines: HandlerLogLine[] = []
  const launcher = createForkLauncher({ hostEntry: host.hostEntry })
  const runner = createHandlerRunner({ launcher, folder, log: (line) => lines.push(line), ...options })
  let jobs = 0
  const end: Bench['end'] = (file, argument = null, { signal, ...more } = {}) => {
    const run = {
      file,
      argument: JSON.stringify(argument),
      ...{ key: 'orders:1', jobId: (jobs += 1), lane: 0, attempt: 1, scheduledAt: 0, backoffMs: 0 },
      ...more,
    }
    const ended = runner.run(run)
    signal?.addEventListener('abort', () => runner.abort(run.jobId))
    if (signal?.aborted) runner.abort(run.jobId)
    return ended
  }
  return {
    runner,
    folder,
    lines,
    write: (file, text) => writeFile(join(folder, file), text),
    run: async (file, argument, more) => (await end(file, argument, more)).pauseMs,
    end,
    async dispose() {
      await runner.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A script that does `body` for the argument "harm", and else tells which thread ran how many of its jobs. */
export const harmful = (body: string): string => `
import { threadId } from 'node:worker_threads'
let jobs = 0
export default async function handler(arg, context) {
  jobs += 1
  if (arg === 'harm') {
    ${body}
  }
  return threadId * 1000 + jobs
}
`

/** What a promise rejects with, which has to be a HandlerError. */
export async function failureOf(run: Promise<unknown>): Promise<HandlerError> {
  const error: unknown = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof HandlerError) return error
  throw new Error(`Not a HandlerError: ${String(error)}`)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
