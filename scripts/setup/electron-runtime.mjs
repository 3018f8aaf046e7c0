import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { downloadOfficial } from './electron-download.mjs'
import { isExecutable } from './command-path.mjs'
import { inRoot } from './paths.mjs'
import { SetupError } from './setup-error.mjs'
import {
  hasTestRuntime,
  suitsTestRuntime,
  TEST_RUNTIME_FOLDER,
  unpackTestRuntime,
} from './electron-test-runtime.mjs'

/**
 * @typedef {object} ElectronRuntime
 * @property {string} folder with the program and its resources
 * @property {string} executable
 * @property {string} version
 * @property {'override' | 'official' | 'test-runtime'} source
 * @property {string} why which Electron this is and why it is this one, for a person to read
 */

const executableName = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

/** @param {string} folder */
export const electronExecutable = (folder) =>
  join(
    folder,
    process.platform === 'darwin' || process.platform === 'win32'
      ? executableName[process.platform]
      : 'electron',
  )

/** @param {string} folder */
function readVersion(folder) {
  const file = join(folder, 'version')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'of unknown version'
}

/** @returns {string} the version that users get */
function wantedVersion() {
  const { version } = /** @type {{ version: string }} */ (
    JSON.parse(readFileSync(inRoot('node_modules/electron/package.json'), 'utf8'))
  )
  return version
}

/**
 * @param {string} folder
 * @param {ElectronRuntime['source']} source
 * @param {string} reason
 * @returns {ElectronRuntime}
 */
function describe(folder, source, reason) {
  const version = readVersion(folder)
  return {
    folder,
    executable: electronExecutable(folder),
    version,
    source,
    why: `Electron ${version}, ${reason}`,
  }
}

/** @param {string} folder that the person named */
function overridden(folder) {
  if (!isExecutable(electronExecutable(folder))) {
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, and there is no Electron in it.`,
      'Name a folder with an unpacked Electron, or unset the variable, and try again.',
    )
  }
  // A folder that a script of ours passed on is the one that the set-up had put there.
  if (folder === TEST_RUNTIME_FOLDER) return describe(folder, 'test-runtime', TEST_REASON)
  return describe(folder, 'override', 'named by ELECTRON_OVERRIDE_DIST_PATH')
}

const TEST_REASON = 'for development and tests only, as the official download is out of reach from here'
const OFFICIAL_FOLDER = inRoot('node_modules/electron/dist')

/** @returns {ElectronRuntime | undefined} */
function officialIfPresent() {
  if (
    !isExecutable(electronExecutable(OFFICIAL_FOLDER)) ||
    readVersion(OFFICIAL_FOLDER) !== wantedVersion()
  ) {
    return undefined
  }
  return describe(OFFICIAL_FOLDER, 'official', 'the official build')
}

/**
 * The Electron to run: the one that the person names; else the official one, present or downloaded; else, on
 * linux-x64, the test runtime.
 * @param {(text: string) => void} progress
 * @returns {Promise<ElectronRuntime>}
 */
export async function resolveElectron(progress) {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (named) return overridden(resolve(named))
  const present = officialIfPresent()
  if (present) return present
  // Once the download failed here it is not tried at each start. Removing .electron/ tries it again.
  if (hasTestRuntime()) return describe(TEST_RUNTIME_FOLDER, 'test-runtime', TEST_REASON)

  const failure = await downloadOfficial(progress)
  const downloaded = officialIfPresent()
  if (downloaded) return downloaded
  if (!suitsTestRuntime()) {
    throw new SetupError(
      `Electron ${wantedVersion()} could not be downloaded: ${failure ?? 'the download left no program behind'}.`,
      'Check the network, or name a folder with an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH, and try again.',
    )
  }
  console.log(`… Electron ${wantedVersion()} could not be downloaded (${failure ?? 'no reason given'})`)
  await unpackTestRuntime(progress)
  return describe(TEST_RUNTIME_FOLDER, 'test-runtime', TEST_REASON)
}

/**
 * What a program needs in its environment to run this Electron, and to know which one it is.
 * @param {ElectronRuntime} runtime
 * @returns {Record<string, string>}
 */
export function electronEnvironment({ folder, source, why }) {
  const override = source === 'official' ? {} : { ELECTRON_OVERRIDE_DIST_PATH: folder }
  return { ...override, KEYHOLD_ELECTRON_SOURCE: why }
}
