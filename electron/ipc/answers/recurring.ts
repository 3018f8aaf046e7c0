import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'

export function recurringHandlers(active: ActiveProfile): Of<'recurring'> {
  const at = async (profileId: string) => (await active.runtime(profileId)).recurring
  return {
    'recurring.list': async ({ profileId }) => (await at(profileId)).list(),
    'recurring.read': async ({ profileId, id }) => (await at(profileId)).read(id),
    'recurring.save': async ({ profileId, ...change }) => (await at(profileId)).save(change),
    'recurring.switch': async ({ profileId, ...change }) => (await at(profileId)).switch(change),
    'recurring.remove': async ({ profileId, id }) => (await at(profileId)).remove(id),
    'recurring.preview': async ({ profileId, ...asked }) => (await at(profileId)).preview(asked),
  }
}
