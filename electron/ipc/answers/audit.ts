import type { ActiveProfile } from '../../active-profile'
import type { Desktop, Of } from './desktop'

export function auditHandlers(active: ActiveProfile, desktop: Desktop): Of<'audit'> {
  const at = async (profileId: string) => (await active.runtime(profileId)).audit
  return {
    'audit.page': async ({ profileId, ...range }) => (await at(profileId)).page(range),
    'audit.export': async ({ profileId, filter, format }) => {
      const audit = await at(profileId)
      const path = await desktop.chooseFile({ name: `audit.${format}`, format })
      return { export: path === undefined ? null : audit.export({ filter, format, path }) }
    },
  }
}
