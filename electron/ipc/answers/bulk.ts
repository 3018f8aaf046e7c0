import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'

export function bulkHandlers(active: ActiveProfile): Of<'bulk'> {
  const at = async (profileId: string) => (await active.runtime(profileId)).bulk
  return {
    'bulk.stop': async ({ profileId, actId }) => (await at(profileId)).stop(actId),
    'bulk.failures': async ({ profileId, actId, ...range }) => (await at(profileId)).failures(actId, range),
    'bulk.dismiss': async ({ profileId, actId }) => {
      ;(await at(profileId)).dismiss(actId)
      return null
    },
  }
}
