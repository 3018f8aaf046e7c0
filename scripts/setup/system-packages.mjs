import { existsSync, readFileSync } from 'node:fs'
import { commandPath, isExecutable } from './command-path.mjs'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * @typedef {object} SystemPart
 * @property {string} name the library or the command
 * @property {string} debian the package that brings it on Debian 12
 * @property {boolean} [renamed64] Debian 13 and Ubuntu 24.04 call that package `…t64`
 */

/** The shared libraries that Electron loads. */
/** @type {readonly SystemPart[]} */
const electronLibraries = [
  { name: 'libnss3.so', debian: 'libnss3' },
  { name: 'libgtk-3.so.0', debian: 'libgtk-3-0', renamed64: true },
  { name: 'libgbm.so.1', debian: 'libgbm1' },
  { name: 'libasound.so.2', debian: 'libasound2', renamed64: true },
  { name: 'libXss.so.1', debian: 'libxss1' },
  { name: 'libatk-bridge-2.0.so.0', debian: 'libatk-bridge2.0-0', renamed64: true },
  { name: 'libcups.so.2', debian: 'libcups2', renamed64: true },
]

/** @type {SystemPart} */
const redisServer = { name: 'redis-server', debian: 'redis-server' }
/** @type {SystemPart} */
const virtualDisplay = { name: 'Xvfb', debian: 'xvfb' }

/**
 * @typedef {object} SystemNeeds
 * @property {boolean} electron a window is opened
 * @property {boolean} virtualDisplay there is no display to open it on
 * @property {'required' | 'wanted' | 'none'} redis `wanted`: the app runs without one and says so itself
 */

/** @returns {Promise<string>} the names of the libraries that the loader knows */
async function knownLibraries() {
  for (const ldconfig of ['/sbin/ldconfig', '/usr/sbin/ldconfig', 'ldconfig']) {
    const { code, output } = await runCommand(ldconfig, ['-p'])
    if (code === 0) return output
  }
  return ''
}

/** @returns {boolean} there is a Redis server to start, or one to connect to */
function hasRedisServer() {
  const named = process.env['KEYHOLD_REDIS_SERVER']
  if (named && isExecutable(named)) return true
  return commandPath('redis-server') !== undefined || commandPath('valkey-server') !== undefined
}

/**
 * @param {SystemNeeds} needs
 * @returns {Promise<SystemPart[]>} what this system lacks
 */
async function missingParts(needs) {
  /** @type {SystemPart[]} */
  const missing = []
  if (needs.redis !== 'none' && !hasRedisServer()) missing.push(redisServer)
  if (process.platform !== 'linux') return missing
  if (needs.virtualDisplay && !commandPath('Xvfb')) missing.push(virtualDisplay)
  if (needs.electron) {
    const known = await knownLibraries()
    missing.push(...electronLibraries.filter(({ name }) => !known.includes(`${name} `)))
  }
  return missing
}

/** @returns {{ debian: boolean, renamed64: boolean }} what this system calls its packages */
function readSystem() {
  if (!existsSync('/etc/os-release') || !commandPath('apt-get')) return { debian: false, renamed64: false }
  const text = readFileSync('/etc/os-release', 'utf8')
  /** @param {string} field */
  const read = (field) => new RegExp(`^${field}="?([^"\\n]*)`, 'm').exec(text)?.[1] ?? ''
  const version = Number(read('VERSION_ID')) || 99
  const first = read('ID') === 'ubuntu' ? 24.04 : 13
  return { debian: true, renamed64: version >= first }
}

/** @param {readonly string[]} packages */
async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // A broken third-party source must not stop what the others have; what is really missing fails the install.
  const update = await runCommand('apt-get', ['-q', 'update'], { env })
  const install = ['-q', 'install', '-y', '--no-install-recommends', ...packages]
  const { code, output } = await runCommand('apt-get', install, { env })
  if (code === 0) return
  if (/No space left|not have enough free space/.test(output)) {
    throw new SetupError(
      'The disk is full: apt-get could not install all packages.',
      'Free about 1 GB, and try again.',
    )
  }
  if (
    update.code !== 0 ||
    /Temporary failure|Could not resolve|Could not connect|Failed to fetch/.test(output)
  ) {
    throw new SetupError(
      "Debian's package sources cannot be reached.",
      `Check the network, or run this where there is one: apt-get install -y ${packages.join(' ')}`,
    )
  }
  const last = output.trim().split('\n').slice(-8).join('\n  ')
  throw new SetupError(
    'apt-get could not install what Electron and the tests need.',
    `Run "apt-get install -y ${packages.join(' ')}" to see why. It ended with:\n  ${last}`,
  )
}

/** @param {readonly SystemPart[]} missing */
function remedyFor(missing) {
  const { debian, renamed64 } = readSystem()
  const packages = missing.map((part) => part.debian + (part.renamed64 && renamed64 ? 't64' : ''))
  if (debian)
    return { packages, remedy: `Run this line, and try again: sudo apt-get install -y ${packages.join(' ')}` }
  const names = missing.map((part) => part.name).join(', ')
  return { packages: [], remedy: `Install what brings ${names} on this system, and try again.` }
}

/**
 * Sees to the system's own parts: on Debian as root it installs what is missing, elsewhere it says what to run.
 * @param {SystemNeeds} needs
 * @returns {Promise<string>} what was done, in words
 */
export async function installSystemPackages(needs) {
  const missing = await missingParts(needs)
  if (missing.length === 0) return 'present'
  const { packages, remedy } = remedyFor(missing)
  if (packages.length > 0 && process.getuid?.() === 0) {
    console.log(`… installing ${packages.join(' ')}`)
    await aptInstall(packages)
    const still = await missingParts(needs)
    if (still.length === 0) return `installed ${packages.join(' ')}`
    throw new SetupError(
      `${still.map(({ name }) => name).join(', ')} is still missing.`,
      remedyFor(still).remedy,
    )
  }
  const names = missing.map(({ name }) => name).join(', ')
  if (needs.redis === 'wanted' && missing.every((part) => part === redisServer)) {
    return `there is no redis-server, and the app will say so. ${remedy}`
  }
  throw new SetupError(`This system lacks ${names}.`, remedy)
}
