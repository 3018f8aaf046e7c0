import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * @typedef {{ readonly name: string, readonly version: string, readonly licence: string, readonly text: string }} Licence
 */

/**
 * The licences of all packages that are part of the app: what its package.json depends on, and what that needs.
 *
 * @param {string} root the folder of the app's package.json, absolute
 * @returns {Licence[]} by name
 */
export function collectLicences(root) {
  /** @type {Map<string, Licence>} */
  const found = new Map()
  /** @param {string} folder @param {string} name */
  const visit = (folder, name) => {
    const place = findPackage(folder, name)
    if (place === undefined || found.has(place)) return
    const manifest = readManifest(place)
    found.set(place, {
      name: manifest.name,
      version: manifest.version,
      licence: licenceOf(manifest),
      text: licenceText(place),
    })
    for (const needed of Object.keys(manifest.dependencies ?? {})) visit(place, needed)
  }
  for (const name of Object.keys(readManifest(root).dependencies ?? {})) visit(root, name)
  return [...found.values()].sort(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version),
  )
}

/** Where Node would find it, seen from a folder. @param {string} from @param {string} name */
function findPackage(from, name) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(join(place, 'package.json'))) return place
    // Types and the like are optional: what is not installed is not part of the app.
    if (dirname(folder) === folder) return undefined
  }
}

/**
 * @typedef {{ name: string, version: string, license?: string | { type?: string }, dependencies?: Record<string, string> }} Manifest
 * @param {string} folder
 */
function readManifest(folder) {
  return /** @type {Manifest} */ (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
}

/** @param {Manifest} manifest */
function licenceOf({ license }) {
  if (typeof license === 'string') return license
  return license?.type ?? 'unknown'
}

/** @param {string} folder */
function licenceText(folder) {
  return readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(file) && !file.endsWith('.json'))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
    .join('\n\n')
}
