import { nativeTheme } from 'electron'
import type { Preferences } from '../src/contract/preferences'
import type { SettingsStore } from './settings/settings-store'

/** What the operator chose for the whole app. The theme is the system's word to the page: it follows by itself. */
export class ChosenPreferences {
  readonly #settings: SettingsStore

  constructor(settings: SettingsStore) {
    this.#settings = settings
    nativeTheme.themeSource = this.current.theme
  }

  get current(): Preferences {
    return this.#settings.current.preferences
  }

  /** @throws KeyholdError settings-not-written (they count for this run all the same) */
  async set(preferences: Preferences): Promise<void> {
    nativeTheme.themeSource = preferences.theme
    await this.#settings.update((current) => ({ ...current, preferences }))
  }
}
