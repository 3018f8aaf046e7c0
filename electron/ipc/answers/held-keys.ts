import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'

export function heldKeysHandlers(active: ActiveProfile): Of<'held-keys'> {
  const at = (profileId: string) => active.runtime(profileId)
  return {
    'held-keys.scan': async ({ profileId, ...scan }) => (await at(profileId)).scanHeldKeys(scan),
    'held-keys.stop-scan': async ({ profileId, scanId }) => (await at(profileId)).stopScan(scanId),
    'held-keys.rows': async ({ profileId, ...range }) => (await at(profileId)).heldKeyRows(range),
    'held-keys.look-up': async ({ profileId, key }) => (await at(profileId)).lookUp(key),
    'held-keys.release': async ({ profileId, ...hold }) => (await at(profileId)).release(hold),
    'held-keys.read': async ({ profileId, ...hold }) => (await at(profileId)).holds.read(hold),
    'held-keys.preview': async ({ profileId, ...of }) => (await at(profileId)).holds.preview(of),
    'held-keys.release-many': async ({ profileId, ...act }) => (await at(profileId)).holds.releaseMany(act),
    'held-keys.extend': async ({ profileId, ...act }) => (await at(profileId)).holds.extend(act),
    'held-keys.stale': async ({ profileId }) => (await at(profileId)).holds.stale(),
    'held-keys.purge': async ({ profileId, ...act }) => (await at(profileId)).holds.purge(act),
  }
}
