import type { Failure } from './failure'
import type { FailedRun } from './handler-error'
import type { HandlerEnd } from './handler-runner'
import type { HostDeath } from './host-connection'
import type { KnownScripts } from './known-scripts'
import { fileOf, type PendingRequest, type PendingRun } from './pending-request'
import { retryDelayOf } from './retry-delay'

/** A script may kill the host as it loads, before its run has begun: it gets no more than these. */
const LAUNCHES_PER_REQUEST = 2

type Open = ReadonlyMap<number, PendingRequest>

/** What became of the requests that had no answer when their host died; what is in none of these had not begun. */
export interface HostLosses {
  /** Runs that had ended well. */
  readonly ended: ReadonlyMap<number, HandlerEnd>
  /** What was under way, and how it failed. */
  readonly lost: ReadonlyMap<number, (failure: Failure) => FailedRun>
  /** Runs that were not to follow the pause of one that had ended. */
  readonly stopped: readonly PendingRun[]
}

export function lossesOf(open: Open, death: HostDeath, scripts: KnownScripts): HostLosses {
  const ended = new Map<number, HandlerEnd>()
  const lost = new Map<number, (failure: Failure) => FailedRun>()
  const stopped: PendingRun[] = []
  const pausing = new Set<number>()
  for (const [id, pending] of open) {
    if (pending.kind === 'question') {
      if (pending.begun) lost.set(id, () => ({ notStarted: false }))
      continue
    }
    const { file, lane, behind } = pending.run
    const fate = death.fateOf(id)
    if (fate.kind === 'ended') {
      const { pauseMs } = fate
      if (pauseMs > 0) pausing.add(lane)
      ended.set(id, { pauseMs, runMs: 0, version: scripts.goodOf(file)?.version ?? '' })
    } else if (fate.kind === 'lost') lost.set(id, lostRun(pending, fate.startedAt, scripts))
    else if (behind !== undefined && pausing.has(lane)) stopped.push(pending)
  }
  return { ended, lost, stopped }
}

function lostRun({ run }: PendingRun, startedAt: number | undefined, scripts: KnownScripts) {
  const good = scripts.goodOf(run.file)
  const runMs = startedAt === undefined ? 0 : Math.max(0, Date.now() - startedAt)
  return ({ code }: Failure): FailedRun => ({
    ...{ version: good?.version, runMs, notStarted: false },
    retryDelayMs: retryDelayOf(good?.options, run.attempt, code),
  })
}

/** The script that was being loaded may have ended the host: for sure where nothing else was going on, or twice. */
export function blameLoads(open: Open, scripts: KnownScripts, failure: Failure, nothingRan: boolean): void {
  const { loading } = scripts
  for (const file of loading) {
    const isSecond = [...open.values()].some((pending) => fileOf(pending) === file && pending.launches > 0)
    if (isSecond || (nothingRan && loading.length === 1)) scripts.blame(file, failure)
  }
}

/** A request that had not begun is not to be sent to the next host. Counts the launches that it may have ended. */
export function isGivenUp(pending: PendingRequest, scripts: KnownScripts, nothingRan: boolean): boolean {
  const file = fileOf(pending)
  // What only waited has no part in the death.
  if (nothingRan || (file !== undefined && scripts.loading.includes(file))) pending.launches += 1
  const isBlamed = file !== undefined && scripts.isBlamed(file)
  if (!isBlamed) return pending.launches >= LAUNCHES_PER_REQUEST
  // The last good version runs instead.
  return pending.kind === 'question' || scripts.goodOf(file) === undefined
}
