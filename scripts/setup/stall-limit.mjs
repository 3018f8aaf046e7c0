import { folderSize } from './folder-size.mjs'

const LOOK_EVERY_MS = 500

/**
 * Watches a download by the folder that it fills: as long as that grows it may take its time.
 * @param {string} folder
 * @param {number} limitMs without growth for this long, the download counts as stuck
 * @param {(text: string) => void} progress
 * @returns {{ signal: AbortSignal, stop: () => void }} the signal that ends a stuck download
 */
export function stallLimit(folder, limitMs, progress) {
  const stalled = new AbortController()
  let size = 0
  let since = performance.now()
  const timer = setInterval(() => {
    const now = folderSize(folder)
    if (now !== size) {
      size = now
      since = performance.now()
      progress(`${String(Math.round(size / 1024 / 1024))} MB`)
    } else if (performance.now() - since > limitMs) {
      stalled.abort()
    }
  }, LOOK_EVERY_MS)
  return { signal: stalled.signal, stop: () => clearInterval(timer) }
}
