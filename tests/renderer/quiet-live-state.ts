import type { LiveState } from '../../src/contract/live'

/** A running queue in which nothing waits, runs, or has happened. */
export const quietLiveState: LiveState = {
  profileId: 'default',
  sequence: 1,
  at: 0,
  state: 'running',
  connection: { state: 'ready', address: 'redis://here', serverVersion: '8' },
  counters: {
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
  },
  running: [],
  queueVersion: 0,
  finishedVersion: 0,
  finishedCount: 0,
  refusedVersion: 0,
  problemsVersion: 0,
  handlersVersion: 0,
  handler: { file: 'echo.js', concurrency: 1 },
  tries: [],
  repeats: [],
  bulkActs: [],
}
