import { readdirSync, readFileSync } from 'node:fs'

/** `ended`: also one that is dead and that nobody has reaped yet. */
export type ProcessState = 'ended' | 'same' | 'unknown'

/**
 * Tells a process from any later one of the same id: the machine's start, and the moment of its own since then.
 * @returns undefined where the system does not tell (other than Linux), or the process has ended
 */
export function processIdentity(pid: number): string | undefined {
  const startedAt = statOf(pid)?.startedAt
  if (startedAt === undefined) return undefined
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${startedAt}`
  } catch {
    return undefined
  }
}

/** Whether the process that had this identity is still there; `unknown`: some process of its id is. */
export function stateOf(pid: number, identity: string | undefined): ProcessState {
  if (!isThere(pid) || isDead(pid)) return 'ended'
  const now = processIdentity(pid)
  if (now === undefined || identity === undefined) return isThere(pid) ? 'unknown' : 'ended'
  return now === identity ? 'same' : 'ended'
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** A killed process is a zombie as soon as its first thread is gone: the others may still write what they had begun. */
function isDead(pid: number): boolean {
  const state = statOf(pid)?.state
  return (state === 'Z' || state === 'X') && threadsOf(pid) <= 1
}

function threadsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length
  } catch {
    return 0
  }
}

/** From proc_pid_stat(5). */
function statOf(
  pid: number,
): { readonly state: string | undefined; readonly startedAt: string | undefined } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name before it is in parentheses and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0], startedAt: fields[19] }
  } catch {
    return undefined
  }
}
