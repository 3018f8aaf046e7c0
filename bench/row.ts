import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { cpus, totalmem } from 'node:os'
import { isMet, type Effort, type Result } from './benchmark'

/** A result, with where and when it was measured, and with what. */
export interface Row extends Result {
  readonly met?: boolean | undefined
  /** ISO 8601. */
  readonly date: string
  readonly machine: string
  readonly node: string
  readonly redis?: string | undefined
  /** Of the rows that are measured in the app. */
  readonly electron?: string | undefined
  readonly rounds: number
  readonly command: string
}

/** @param options as given to `npm run bench --` */
export function rowsOf(
  results: readonly Result[],
  { rounds }: Pick<Effort, 'rounds'>,
  options: readonly string[],
): Row[] {
  const surroundings = {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.versions.node,
    redis: redisVersion(),
    rounds,
    command: ['npm run bench', ...(options.length > 0 ? ['--', ...options.map(quoted)] : [])].join(' '),
  }
  const electron = results.some(isOfApp) ? electronVersion() : undefined
  return results.map((result) => ({
    ...result,
    met: isMet(result),
    ...surroundings,
    ...(isOfApp(result) && { electron }),
  }))
}

const isOfApp = ({ name }: Result): boolean => name.startsWith('app: ')

const quoted = (option: string): string => (/^[\w./:=-]+$/.test(option) ? option : JSON.stringify(option))

function redisVersion(): string | undefined {
  const server = process.env['KEYHOLD_REDIS_SERVER'] ?? 'redis-server'
  return /v=([\d.]+)/.exec(execFileSync(server, ['--version'], { encoding: 'utf8' }))?.[1]
}

function electronVersion(): string {
  const electron: unknown = createRequire(import.meta.url)('electron')
  const options = { encoding: 'utf8', env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } } as const
  return execFileSync(String(electron), ['-p', 'process.versions.electron'], options).trim()
}
