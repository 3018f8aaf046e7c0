import { app } from 'electron'
import { release } from 'node:os'
import { dirname } from 'node:path'
import type { AboutView, ShellPlace } from '../src/contract/channels/shell'
import type { ActiveProfile } from './active-profile'
import type { ChosenPreferences } from './chosen-preferences'
import { diagnosticsText } from './diagnostics'
import type { ShellFace } from './ipc/answers/shell-face'
import { handlerFolder } from './profile-source'
import type { ShellParts } from './shell-parts'
import type { Zoom } from './zoom'

interface ShellFaceParts {
  readonly parts: ShellParts
  readonly active: ActiveProfile
  readonly zoom: Zoom
  readonly preferences: ChosenPreferences
  /** @throws KeyholdError folder-not-opened */
  readonly openFolder: (folder: string) => Promise<void>
}

/** What a page can ask of the window and the app around it. */
export function shellFace({ parts, active, zoom, preferences, openFolder }: ShellFaceParts): ShellFace {
  const folderOf = (place: ShellPlace): string => {
    switch (place) {
      case 'user-data':
        return parts.paths.userData
      case 'log':
        return dirname(parts.paths.log)
      case 'handlers':
        return handlerFolder(process.env, active.view(), parts.paths.userData)
    }
  }
  const about = (): AboutView => ({
    version: app.getVersion(),
    electron: process.versions.electron,
    chrome: process.versions.chrome,
    node: process.versions.node,
    v8: process.versions.v8,
    system: `${process.platform} ${process.arch}, ${release()}`,
    userData: parts.paths.userData,
    logFile: parts.paths.log,
    handlerFolder: folderOf('handlers'),
  })
  return {
    preferences: () => preferences.current,
    setPreferences: (wanted) => preferences.set(wanted),
    zoom: (step) => (step === null ? zoom.factor : zoom.step(step)),
    about,
    open: (place) => openFolder(folderOf(place)),
    diagnostics: async () =>
      diagnosticsText({
        at: Date.now(),
        uptimeMs: process.uptime() * 1_000,
        about: about(),
        electronSource: process.env['KEYHOLD_ELECTRON_SOURCE'] ?? '',
        environment: Object.keys(process.env),
        settings: parts.settings.current,
        profile: active.view(),
        live: active.live(),
        startProblems: parts.problems.list(),
        problems: await active.problems(),
      }),
  }
}
