import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

function read(pid: string, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8')
  } catch {
    // It has ended meanwhile.
    return ''
  }
}

/**
 * The processes of one app: itself, its pages, its handler host and its embedded Redis. Each of them names the
 * user-data folder in its command line or its environment; those that have ended and are not yet reaped do not.
 */
export function processesOf(userData: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => read(pid, 'cmdline').includes(userData) || read(pid, 'environ').includes(userData))
    .map(Number)
}

/** Command lines of processes, for the message of a test that finds one too many. */
export function describeProcesses(pids: readonly number[]): string {
  return pids.map((pid) => `${pid}: ${read(String(pid), 'cmdline').replaceAll('\0', ' ')}`).join('\n')
}
