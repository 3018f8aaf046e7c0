import type { ActiveProfile } from '../../active-profile'
import type { Templates } from '../../templates'
import type { Of } from './desktop'

/** They are in the settings, and there whether or not the profile has a runtime. */
export function templateHandlers(active: ActiveProfile, templates: Templates): Of<'templates'> {
  const of = (profileId: string) => {
    active.check(profileId)
    return templates.of(profileId)
  }
  return {
    'templates.list': ({ profileId }) => of(profileId).list(),
    'templates.read': ({ profileId, name }) => of(profileId).read(name),
    'templates.save': ({ profileId, ...template }) => of(profileId).save(template),
    'templates.pin': ({ profileId, name, pinned }) => of(profileId).pin(name, pinned),
    'templates.rename': ({ profileId, name, to }) => of(profileId).rename(name, to),
    'templates.remove': ({ profileId, name }) => of(profileId).remove(name),
  }
}
