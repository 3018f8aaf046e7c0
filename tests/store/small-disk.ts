import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { temporaryFile } from './store-bench'

/** A disk of a mebibyte; undefined where this user may not make one. */
export function smallDisk(): string | undefined {
  const folder = join(dirname(temporaryFile()), 'disk')
  mkdirSync(folder)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0
  if (!mounted) return undefined
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]))
  return folder
}

/** Fills it to the last byte. @returns the file that does: without it there is room again */
export function fill(folder: string): string {
  const ballast = join(folder, 'ballast')
  expect(() => writeFileSync(ballast, Buffer.alloc(2 * 1_024 * 1_024))).toThrow('ENOSPC')
  return ballast
}
