import type { AboutView, ShellPlace, ZoomStep } from '../../../src/contract/channels/shell'
import type { Preferences } from '../../../src/contract/preferences'
import type { ActiveProfile } from '../../active-profile'
import type { HandlerTable } from '../typed-ipc'
import type { Caller } from './desktop'

/** The window and the app around the pages. */
export interface ShellFace {
  readonly preferences: () => Preferences
  /** @throws KeyholdError settings-not-written (they count for this run all the same) */
  readonly setPreferences: (wanted: Preferences) => Promise<void>
  /** @param step null: only tells @returns 1 for 100 % */
  readonly zoom: (step: ZoomStep | null) => number
  readonly about: () => AboutView
  /** @throws KeyholdError folder-not-opened */
  readonly open: (place: ShellPlace) => Promise<void>
  readonly diagnostics: () => Promise<string>
}

type ShellAnswers = Pick<HandlerTable<Caller>, Extract<keyof HandlerTable<Caller>, `shell.${string}`>>

export function shellHandlers(active: ActiveProfile, shell: ShellFace): ShellAnswers {
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
