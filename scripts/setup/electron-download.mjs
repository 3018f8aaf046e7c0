import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'
import { stallLimit } from './stall-limit.mjs'

/** A download that brings nothing for this long is given up, in ms. */
const STALL_MS = 15_000

/**
 * Downloads the official Electron into its package, by that package's own installer (which knows the checksums).
 * @param {(text: string) => void} progress
 * @returns {Promise<string | undefined>} why there is none now
 */
export async function downloadOfficial(progress) {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-electron-'))
  const limit = stallLimit(folder, STALL_MS, progress)
  try {
    const { code, output } = await runCommand(
      process.execPath,
      [inRoot('node_modules/electron/install.js')],
      {
        // The installer fills the temporary folder: that is how its progress can be seen.
        env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
        signal: limit.signal,
      },
    )
    if (code === 0) return undefined
    if (limit.signal.aborted) return `nothing came for ${String(STALL_MS / 1000)} s`
    return (
      /(?:ENOTFOUND|EAI_AGAIN|ECONN\w+|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ENOSPC|HTTP\w*Error\S*)/.exec(
        output,
      )?.[0] ?? lastLine(output)
    )
  } finally {
    limit.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} output */
function lastLine(output) {
  const lines = output.split('\n').map((line) => line.trim())
  return lines.find((line) => /error/i.test(line)) ?? lines.filter(Boolean).at(-1) ?? 'no reason given'
}
