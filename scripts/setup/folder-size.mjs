import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} folder
 * @returns {number} bytes of all files in it; 0 where there is none
 */
export function folderSize(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
  } catch {
    // Files come and go while a download is at work.
    return 0
  }
}
