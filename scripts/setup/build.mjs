import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot, root } from './paths.mjs'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

const sourceFolders = ['src', 'electron', 'renderer']
const sourceFiles = ['vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json']
const outputs = [
  'dist/index.html',
  'dist-electron/main.cjs',
  'dist-electron/preload.cjs',
  'dist-electron/handler-host.cjs',
  'dist-electron/handler-worker.cjs',
  'dist-library/index.js',
]
const STAMP = 'dist-electron/.source-hash'

/**
 * By content: a checkout that changes times but no text needs no build.
 * @returns {string}
 */
function sourceHash() {
  const hash = createHash('sha256')
  const inFolders = sourceFolders.filter((folder) => existsSync(inRoot(folder))).flatMap(listFiles)
  for (const name of [...inFolders.sort(), ...sourceFiles]) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(inRoot(name)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** @param {string} folder */
function listFiles(folder) {
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}

/** @returns {boolean} what is built is of the sources as they are now */
function isBuilt() {
  if (!existsSync(inRoot(STAMP)) || !outputs.every((name) => existsSync(inRoot(name)))) return false
  return readFileSync(inRoot(STAMP), 'utf8') === sourceHash()
}

/**
 * Builds the app and the library where the sources changed since.
 * @returns {Promise<'present' | 'built'>}
 */
export async function buildApp() {
  if (isBuilt()) return 'present'
  // Taken before the build: what changes while it is at work is built the next time.
  const hash = sourceHash()
  rmSync(inRoot(STAMP), { force: true })
  const vite = inRoot('node_modules/vite/bin/vite.js')
  const { code, output } = await runCommand(process.execPath, [vite, 'build'])
  if (code !== 0) {
    throw new SetupError('The app could not be built.', `The build ended with:\n${output.trim()}`)
  }
  writeFileSync(inRoot(STAMP), hash)
  return 'built'
}
