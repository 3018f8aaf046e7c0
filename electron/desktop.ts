import { app, clipboard, shell } from 'electron'
import { KeyholdError } from '../src/runtime'
import type { ActiveProfile } from './active-profile'
import type { Desktop } from './ipc/answers/desktop'
import { chooseFile, saveAs } from './save-as'
import type { ChosenPreferences } from './chosen-preferences'
import { shellFace } from './shell-face'
import type { ShellParts } from './shell-parts'
import type { Zoom } from './zoom'

export interface WindowParts {
  readonly zoom: Zoom
  readonly preferences: ChosenPreferences
}

/** What a page can ask of the desktop around it. */
export function desktop(parts: ShellParts, active: ActiveProfile, window: WindowParts): Desktop {
  const { problems, paths, log } = parts
  return {
    shell: shellFace({ parts, active, ...window, openFolder }),
    info: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      node: process.versions.node,
      platform: process.platform,
      electronSource: process.env['KEYHOLD_ELECTRON_SOURCE'] ?? '',
      userData: paths.userData,
      logFile: paths.log,
      profile: active.view(),
      startProblems: problems.list(),
    }),
    copyText: async (text) => {
      await clipboard.writeText(text)
    },
    reportError: (report) => log.error('page_error', { report }),
    chooseFile,
    saveAs,
    openFolder,
    reveal: (path) => shell.showItemInFolder(path),
    openFile: async (path) => {
      const failure = await shell.openPath(path)
      if (failure === '') return
      throw new KeyholdError(
        'file-not-opened',
        `The system could not open ${path}: ${failure}`,
        'Choose a program for such files in the system, or open the file in your editor yourself.',
      )
    },
  }
}

async function openFolder(folder: string): Promise<void> {
  const failure = await shell.openPath(folder)
  if (failure === '') return
  throw new KeyholdError(
    'folder-not-opened',
    `The system could not open ${folder}: ${failure}`,
    'Open the folder yourself in a file manager or a terminal.',
  )
}
