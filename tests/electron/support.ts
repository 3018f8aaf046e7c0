import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ShellLog } from '../../electron/log'

/** A folder of the test's own, gone when it is over. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyhold-electron-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A log that keeps what it is told. */
export function keptLog(): ShellLog & { readonly lines: string[] } {
  const lines: string[] = []
  const note =
    (level: string) =>
    (code: string): void => {
      lines.push(`${level} ${code}`)
    }
  return {
    lines,
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    step: note('step'),
    runtime: (level, code) => note(level)(code),
    close: () => undefined,
  }
}
