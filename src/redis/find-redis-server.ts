import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { KeyholdError } from '../processor/errors'

export interface FindRedisServerOptions {
  /** Looked for nowhere else when given. */
  readonly binary?: string
  /** The app's own resources: `redis/redis-server`, `redis-server` and the same of Valkey are looked for in it. */
  readonly resourcesFolder?: string
  /** Default: this process' environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Default: this system. */
  readonly platform?: NodeJS.Platform
}

const NAMES = ['redis-server', 'valkey-server'] as const

/** The package manager's line by the ID of the distribution (or of what it is like), os-release(5). */
const INSTALL_LINES: Readonly<Record<string, string>> = {
  debian: 'sudo apt-get install -y redis-server',
  ubuntu: 'sudo apt-get install -y redis-server',
  fedora: 'sudo dnf install -y valkey',
  rhel: 'sudo dnf install -y valkey',
  suse: 'sudo zypper install -y valkey',
  opensuse: 'sudo zypper install -y valkey',
  arch: 'sudo pacman -S --needed valkey',
  alpine: 'sudo apk add valkey',
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function linuxInstallLine(): string | undefined {
  let release = ''
  try {
    release = readFileSync('/etc/os-release', 'utf8')
  } catch {
    return undefined
  }
  const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(
    (match) => match[1]?.split(' ') ?? [],
  )
  return ids.map((id) => INSTALL_LINES[id]).find((line) => line !== undefined)
}

/** What to do on this system where no Redis server is found. */
export function installRemedy(platform: NodeJS.Platform = process.platform): {
  readonly remedy: string
  /** Installs one, where the system is known. */
  readonly command: string | undefined
} {
  const elsewhere = 'or connect to a Redis elsewhere.'
  if (platform === 'win32') {
    const remedy = `Install Memurai, or run Redis in WSL or Docker, and connect to it, ${elsewhere}`
    return { remedy, command: undefined }
  }
  const command = platform === 'darwin' ? 'brew install redis' : linuxInstallLine()
  return { remedy: `Install redis-server or valkey-server and start again, ${elsewhere}`, command }
}

function notFound(sentence: string, platform: NodeJS.Platform): KeyholdError {
  const { remedy, command } = installRemedy(platform)
  return new KeyholdError('no-redis-server', sentence, remedy, { command })
}

/**
 * Finds the program of a Redis server: the app's resources, then `KEYHOLD_REDIS_SERVER`, then `redis-server` and
 * `valkey-server` on the PATH. A program that was named but cannot be run is an error: another one in its place
 * would surprise.
 *
 * @returns an absolute path, or the path that was named
 * @throws KeyholdError `no-redis-server`, with the way to install one on this system
 */
export function findRedisServer({
  binary,
  resourcesFolder,
  environment = process.env,
  platform = process.platform,
}: FindRedisServerOptions = {}): string {
  const named = (path: string, by: string): string => {
    if (isExecutable(path)) return path
    throw notFound(`The Redis server that ${by} names cannot be run: ${path}.`, platform)
  }
  if (binary !== undefined) return named(binary, 'the option "binary"')

  const fileNames = NAMES.map((name) => (platform === 'win32' ? `${name}.exe` : name))
  const resources = resourcesFolder === undefined ? [] : [join(resourcesFolder, 'redis'), resourcesFolder]
  const bundled = fileNames
    .flatMap((name) => resources.map((folder) => join(folder, name)))
    .find(isExecutable)
  if (bundled !== undefined) return bundled

  const wanted = environment['KEYHOLD_REDIS_SERVER']
  if (wanted) return named(wanted, 'KEYHOLD_REDIS_SERVER')

  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const installed = fileNames
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable)
  if (installed !== undefined) return installed
  throw notFound('No Redis server was found on this machine.', platform)
}
