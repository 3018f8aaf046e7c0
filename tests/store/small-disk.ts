import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { temporaryFile } from './store-bench'

/** A disk of 4 MiB, in a new folder; undefined where this user may not make one. */
export function smallDisk(folder = join(dirname(temporaryFile()), 'disk')): string | undefined {
  mkdirSync(folder)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]).status === 0
  if (!mounted) return undefined
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]))
  return folder
}

/** Fills it to the last byte. @returns the file that does: without it there is room again */
export function fill(folder: string): string {
  const ballast = join(folder, 'ballast')
  expect(() => writeFileSync(ballast, Buffer.alloc(5 * 1_024 * 1_024))).toThrow('ENOSPC')
  return ballast
}
