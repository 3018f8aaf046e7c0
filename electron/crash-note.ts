import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { ErrorEnvelope } from '../src/contract/errors'

/** Leaves a word for the next start, while there is still time. */
export function leaveCrashNote(file: string, error: unknown): void {
  try {
    writeFileSync(file, error instanceof Error ? error.message : String(error), { mode: 0o600 })
  } catch {
    // The log has it.
  }
}

/** @returns what the run before ended with, once; undefined where it ended well */
export function takeCrashNote(file: string, logFile: string): ErrorEnvelope | undefined {
  try {
    const message = readFileSync(file, 'utf8').slice(0, 500)
    rmSync(file)
    return {
      code: 'crashed-last-time',
      message: `Keyhold ended last time because of an error of its own: ${message}`,
      remedy: `Look at ${logFile} and report it. Holds of jobs that waited expire by themselves.`,
    }
  } catch {
    return undefined
  }
}
