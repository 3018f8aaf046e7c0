import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'

export function bumpHandlers(active: ActiveProfile): Of<'bump'> {
  const at = async (profileId: string) => (await active.runtime(profileId)).bumps
  return {
    'bump.preview': async ({ profileId, opening }) => (await at(profileId)).preview(opening),
    'bump.stop-preview': async ({ profileId }) => {
      ;(await at(profileId)).stopPreview()
      return null
    },
    'bump.confirm': async ({ profileId, from, reason }) => (await at(profileId)).confirm(from, reason),
    'bump.dismiss': async ({ profileId, noticeId }) => {
      ;(await at(profileId)).dismiss(noticeId)
      return null
    },
  }
}
