import type { UtilityLauncher } from './handler-launcher'
import type { ShellLog } from './log'
import type { SettingsStore } from './settings/settings-store'
import type { ShellPaths } from './shell-paths'
import type { StartProblems } from './start-problems'
import type { UnsavedPage } from './unsaved-page'

/** What the start makes first, and everything after it is wired with. */
export interface ShellParts {
  readonly paths: ShellPaths
  readonly log: ShellLog
  readonly problems: StartProblems
  readonly settings: SettingsStore
  readonly launcher: UtilityLauncher
  readonly unsaved: UnsavedPage
  /** False in a packed app. */
  readonly development: boolean
}
