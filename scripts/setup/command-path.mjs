import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/**
 * Where a command is, as a shell would find it.
 * @param {string} name
 * @returns {string | undefined}
 */
export function commandPath(name) {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name + suffix)
    if (folder && isExecutable(file)) return file
  }
  return undefined
}
