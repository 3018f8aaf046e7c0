import { idleLiveState } from '../../electron/idle-live-state'
import { DEFAULT_SETTINGS } from '../../electron/settings/schema'
import type { LiveState } from '../../src/contract/live'

const [profile] = DEFAULT_SETTINGS.profiles
if (!profile) throw new Error('no profile')

/** A running queue in which nothing waits, runs, or has happened. */
export const quietLiveState: LiveState = {
  ...idleLiveState(profile, 0, undefined),
  ...{ profileId: 'default', sequence: 1, at: 0, state: 'running' },
  connection: { state: 'ready', address: 'redis://here', serverVersion: '8' },
  handler: { file: 'echo.js', concurrency: 1 },
}
