import type { ErrorEnvelope } from '../src/contract/errors'
import type { LiveState } from '../src/contract/live'
import type { Profile } from '../src/contract/profile'

const NOTHING = {
  waiting: 0,
  running: 0,
  done: 0,
  failed: 0,
  cancelled: 0,
  lost: 0,
  refusedHere: 0,
  held: 0,
  redisErrors: 0,
  jobsPerSecond: 0,
  abandoned: 0,
}

/**
 * The live state of a profile that has no runtime (yet).
 * @param since when it began, ms since the epoch
 * @param error why it has none; undefined while it starts
 */
export function idleLiveState(profile: Profile, since: number, error: ErrorEnvelope | undefined): LiveState {
  return {
    profileId: profile.id,
    sequence: 0,
    at: Date.now(),
    state: error ? 'stopped' : 'starting',
    connection: error ? { state: 'away', since, error } : { state: 'connecting' },
    counters: NOTHING,
    running: [],
    queueVersion: 0,
    startWaits: { pausingLanes: 0, retrying: 0 },
    finishedVersion: 0,
    finishedCount: 0,
    refusedVersion: 0,
    problemsVersion: 0,
    handlersVersion: 0,
    handler: { file: profile.handler, concurrency: 1 },
    tries: [],
    repeats: [],
    bulkActs: [],
    exports: [],
    holdLife: { worstCaseMs: 0, leaseMs: 30_000 },
    recurringVersion: 0,
    journal: { state: 'none' },
    auditVersion: 0,
  }
}
