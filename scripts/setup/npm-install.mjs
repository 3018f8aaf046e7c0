import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/** What node_modules takes, with room for the archives while they are unpacked, in bytes. */
const NEEDED_BYTES = 900 * 1024 * 1024

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lockfile
 */

/** @param {string} file */
const readLockfile = (file) => /** @type {Lockfile} */ (JSON.parse(readFileSync(file, 'utf8')))

/** @param {string} folder */
const lockfileHash = (folder) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(`${process.platform} ${process.arch} ${libc()}`)
    .digest('hex')

/** @param {string} folder */
const stampFile = (folder) => join(folder, 'node_modules/.keyhold-lockfile')

function libc() {
  if (process.platform !== 'linux') return ''
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/**
 * @param {string[] | undefined} wanted a list of names, or of names to leave out (`!win32`)
 * @param {string} own
 */
function suits(wanted, own) {
  if (!wanted || own === '') return true
  if (wanted.some((name) => name === `!${own}`)) return false
  const names = wanted.filter((name) => !name.startsWith('!'))
  return names.length === 0 || names.includes(own)
}

/**
 * Every package of the lockfile that belongs on this machine is what npm noted down when it installed.
 * @param {string} folder with package-lock.json and node_modules
 */
function isWhatNpmInstalled(folder) {
  const noted = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(noted)) return false
  const installed = readLockfile(noted).packages
  return Object.entries(readLockfile(join(folder, 'package-lock.json')).packages).every(([name, wanted]) => {
    if (name === '' || wanted.link) return true
    if (
      !suits(wanted.os, process.platform) ||
      !suits(wanted.cpu, process.arch) ||
      !suits(wanted.libc, libc())
    ) {
      return true
    }
    const have = installed[name]
    // Without an `os` or a `cpu` it is a dependency of an optional package that belongs elsewhere.
    if (!have) return wanted.optional === true && !wanted.os && !wanted.cpu
    return have.version === wanted.version && have.integrity === wanted.integrity
  })
}

/**
 * @param {string} [folder]
 * @returns {boolean} node_modules is what the lockfile asks for
 */
export function isInstalled(folder = root) {
  const stamp = stampFile(folder)
  if (!existsSync(join(folder, 'node_modules'))) return false
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfileHash(folder)) return true
  // A developer's own `npm install` leaves no stamp, and must not be thrown away.
  if (!isWhatNpmInstalled(folder)) return false
  writeFileSync(stamp, lockfileHash(folder))
  return true
}

/**
 * What npm's output says about its failure.
 * @param {string} output
 * @returns {SetupError}
 */
export function explainNpmFailure(output) {
  if (/ENOSPC/.test(output)) {
    return new SetupError(
      'The disk is full: npm could not write all packages.',
      'Free about 1 GB, and try again.',
    )
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT/.test(
      output,
    )
  ) {
    return new SetupError(
      'The npm registry cannot be reached.',
      'Check the network, the proxy and "npm config get registry", and try again.',
    )
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return new SetupError(
      'npm may not write into this folder.',
      'Make the folder your own (chown), or clone the repository where you may write, and try again.',
    )
  }
  const last = output.trim().split('\n').slice(-12).join('\n  ')
  return new SetupError(
    'npm could not install the packages.',
    `Run "npm ci" to see why. It ended with:\n  ${last}`,
  )
}

function checkDisk() {
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize >= NEEDED_BYTES) return
  const free = Math.floor((bavail * bsize) / 1024 / 1024)
  throw new SetupError(
    `The disk has ${String(free)} MB free, and the packages need ${String(NEEDED_BYTES / 1024 / 1024)} MB.`,
    'Free some space, and try again.',
  )
}

/**
 * Installs the packages of the lockfile where they are missing or of another lockfile.
 * @returns {Promise<'present' | 'installed'>}
 */
export async function installPackages() {
  if (isInstalled()) return 'present'
  checkDisk()
  // --include=dev: an inherited NODE_ENV=production would leave the build tools out.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { code, output, missing } = await runCommand('npm', args)
  if (missing)
    throw new SetupError('There is no npm.', 'Install npm 10 or newer (it comes with Node), and try again.')
  if (code !== 0) throw explainNpmFailure(output)
  writeFileSync(stampFile(root), lockfileHash(root))
  return 'installed'
}
