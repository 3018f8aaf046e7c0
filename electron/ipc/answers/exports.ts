import type { ActiveProfile } from '../../active-profile'
import type { Desktop, Of } from './desktop'

export function exportsHandlers(active: ActiveProfile, desktop: Desktop): Of<'exports'> {
  const at = async (profileId: string) => (await active.runtime(profileId)).exports
  return {
    'exports.cancel': async ({ profileId, exportId }) => (await at(profileId)).cancel(exportId),
    'exports.dismiss': async ({ profileId, exportId }) => {
      ;(await at(profileId)).dismiss(exportId)
      return null
    },
    'exports.reveal': async ({ profileId, exportId }) => {
      desktop.reveal((await at(profileId)).pathOf(exportId))
      return null
    },
  }
}
