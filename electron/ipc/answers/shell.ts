import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'
import type { ShellFace } from './shell-face'

export function shellHandlers(active: ActiveProfile, shell: ShellFace): Of<'shell'> {
  return {
    'shell.preferences': () => shell.preferences(),
    'shell.set-preferences': async (wanted) => {
      await shell.setPreferences(wanted)
      return shell.preferences()
    },
    'shell.zoom': ({ step }) => ({ factor: shell.zoom(step) }),
    'shell.about': () => shell.about(),
    'shell.open': async ({ place }) => {
      await shell.open(place)
      return null
    },
    'shell.diagnostics': async ({ profileId }) => {
      active.check(profileId)
      return { text: await shell.diagnostics() }
    },
  }
}
