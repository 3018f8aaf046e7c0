import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'

export function bumpHandlers(active: ActiveProfile): Of<'bump'> {
  const at = (profileId: string) => active.runtime(profileId)
  return {
    'bump.preview': async ({ profileId }) => (await at(profileId)).bumpPreview(),
    'bump.confirm': async ({ profileId, from }) => (await at(profileId)).bump(from),
  }
}
