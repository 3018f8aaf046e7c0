import type { AboutView, ShellPlace, ZoomStep } from '../../../src/contract/channels/shell'
import type { Preferences } from '../../../src/contract/preferences'

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
