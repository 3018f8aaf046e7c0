import type { RecurringStore } from '../src/runtime'
import type { SettingsStore } from './settings/settings-store'

/** The recurring jobs of a profile, in the settings. */
export function recurringStore(settings: SettingsStore, profileId: string): RecurringStore {
  return {
    entries: settings.current.recurring[profileId] ?? [],
    save: (entries) =>
      settings.update((current) => ({
        ...current,
        recurring: { ...current.recurring, [profileId]: [...entries] },
      })),
  }
}
