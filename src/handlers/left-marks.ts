import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { leftFolders, type LeftFolder } from './marks-folder'
import { stateOf } from './process-identity'
import { MARKS_FILE, PLACES, recordsOf, type RunRecord } from './run-marks'

const LOOK_EACH_MS = 20

/** What the marks of an earlier instance say of a job's newest run. */
export type LeftMark =
  /** It had been called, and had not ended. `startedAt`: ms since the epoch. */
  | { readonly kind: 'started'; readonly startedAt: number }
  | { readonly kind: 'ended'; readonly pauseMs: number }
  | { readonly kind: 'failed' }
  /** No host of that instance that can be read tells of it, but there is one that cannot, or that may be at work. */
  | { readonly kind: 'unknown' }

export interface LeftHost {
  /** Of the app's instance that launched it. */
  readonly name: string
  readonly pid: number
}

export interface LeftMarks {
  /** @returns undefined: no run of that job was ever called */
  markOf(name: string, mark: number): LeftMark | undefined
  /** Hosts that may still be at work: what has no mark there may be called yet. */
  readonly atWork: readonly LeftHost[]
  /** Hosts whose marks cannot be read. */
  readonly unreadable: readonly LeftHost[]
  /** Removes the files of hosts that have ended; what cannot be removed stays. */
  remove(): void
}

export interface LeftMarksOptions {
  /** As the earlier app was given it. */
  readonly folder: string
  /** Says of an instance that its app has ended: the hosts of no other are touched. */
  readonly isLeft: (name: string) => boolean
  /** How long hosts may take to end, ms. Default 5,000. */
  readonly waitMs?: number
}

/**
 * What the hosts of apps that were killed had started and ended. A host ends when its app does; one that is still
 * there is killed, where it is surely that host, and waited for.
 * @throws where the folder is there and cannot be read
 */
export async function readLeftMarks({
  folder,
  isLeft,
  waitMs = 5_000,
}: LeftMarksOptions): Promise<LeftMarks> {
  const left = leftFolders(folder).filter(({ name }) => isLeft(name))
  const atWork = await stillAtWork(left, waitMs)
  const newest = new Map<string, Map<number, RunRecord>>()
  const unreadable = left.filter((host) => !readInto(newest, host))
  const unknown = new Set([...atWork, ...unreadable].map(({ name }) => name))
  return {
    markOf: (name, mark) => {
      const record = newest.get(name)?.get(mark)
      if (record) return leftMarkOf(record)
      return unknown.has(name) ? { kind: 'unknown' } : undefined
    },
    atWork: atWork.map(hostOf),
    unreadable: unreadable.map(hostOf),
    remove: () => left.filter((host) => !atWork.includes(host)).forEach(removeFolder),
  }
}

async function stillAtWork(left: readonly LeftFolder[], waitMs: number): Promise<LeftFolder[]> {
  const deadline = performance.now() + waitMs
  let others = left.filter(isAtWork)
  while (others.length > 0 && performance.now() < deadline) {
    await wait(LOOK_EACH_MS)
    others = others.filter(isAtWork)
  }
  return others
}

/** Kills it as well, where it is surely that host. */
function isAtWork({ pid, identity }: LeftFolder): boolean {
  const state = stateOf(pid, identity)
  if (state === 'same') kill(pid)
  return state !== 'ended'
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself, or is not ours to end.
  }
}

/** Of a job that was run more than once the newest run counts. @returns false where it cannot be read */
function readInto(newest: Map<string, Map<number, RunRecord>>, { path, name }: LeftFolder): boolean {
  try {
    const ofName = newest.get(name) ?? new Map<number, RunRecord>()
    newest.set(name, ofName)
    const recordAt = recordsOf(readFileSync(join(path, MARKS_FILE)))
    for (let place = 0; place < PLACES; place += 1) {
      const record = recordAt(place)
      const other = ofName.get(record.mark)
      if (record.mark > 0 && (other === undefined || other.runId < record.runId))
        ofName.set(record.mark, record)
    }
    return true
  } catch {
    return false
  }
}

function leftMarkOf({ value }: RunRecord): LeftMark {
  if (Number.isNaN(value)) return { kind: 'failed' }
  return value < 0 ? { kind: 'started', startedAt: -value } : { kind: 'ended', pauseMs: value }
}

const hostOf = ({ name, pid }: LeftFolder): LeftHost => ({ name, pid })

function removeFolder({ path }: LeftFolder): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // The next start tries again.
  }
}
