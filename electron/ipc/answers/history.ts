import type { ActiveProfile } from '../../active-profile'
import type { Desktop, Of } from './desktop'

export function historyHandlers(active: ActiveProfile, desktop: Desktop): Of<'history'> {
  const at = async (profileId: string) => (await active.runtime(profileId)).history
  return {
    'history.jobs': async ({ profileId, ...of }) => (await at(profileId)).jobs(of),
    'history.count': async ({ profileId, ...of }) => (await at(profileId)).count(of),
    'history.job': async ({ profileId, ...of }) => (await at(profileId)).job(of),
    'history.timeline': async ({ profileId, ...of }) => (await at(profileId)).timeline(of),
    'history.export': async ({ profileId, ...of }) => {
      const history = await at(profileId)
      history.checkOpen()
      const path = await desktop.chooseFile({ name: `history.${of.format}`, format: of.format })
      return { export: path === undefined ? null : await history.startExport({ ...of, path }) }
    },
  }
}
