import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'

export function scheduleHandlers(active: ActiveProfile): Of<'schedule'> {
  const at = (profileId: string) => active.runtime(profileId)
  return {
    'schedule.job': async ({ profileId, ...job }) => (await at(profileId)).schedule(job),
    'schedule.repeat': async ({ profileId, ...jobs }) => (await at(profileId)).repeat(jobs),
    'schedule.cancel-repeat': async ({ profileId, repeatId }) => (await at(profileId)).cancelRepeat(repeatId),
    'schedule.key-state': async ({ profileId, key }) => (await at(profileId)).keyState(key),
    'schedule.samples': async ({ profileId }) => (await at(profileId)).scheduleSamples(),
  }
}
