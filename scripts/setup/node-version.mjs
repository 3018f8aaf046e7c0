import { readFileSync } from 'node:fs'
import { inRoot } from './paths.mjs'
import { SetupError } from './setup-error.mjs'

/** @param {string} version `20.19` or `v20.20.2` */
const parts = (version) =>
  version
    .replace(/^[^\d]*/, '')
    .split('.')
    .map(Number)

/**
 * @param {string} version
 * @param {string} wanted the lowest that is enough
 * @returns {boolean}
 */
export function isAtLeast(version, wanted) {
  const have = parts(version)
  for (const [index, number] of parts(wanted).entries()) {
    const own = have[index] ?? 0
    if (own !== number) return own > number
  }
  return true
}

/**
 * @param {string} [version] of Node
 * @throws {SetupError} when this Node is too old for the build tools
 */
export function checkNodeVersion(version = process.versions.node) {
  const { engines } = /** @type {{ engines: { node: string } }} */ (
    JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
  )
  const wanted = engines.node.replace('>=', '')
  if (isAtLeast(version, wanted)) return
  throw new SetupError(
    `Node ${version} is too old: Keyhold is built with Node ${wanted} or newer.`,
    `Install Node 20 (or newer), check it with "node --version", and try again.`,
  )
}
