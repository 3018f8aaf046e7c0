import { app, clipboard, shell } from 'electron'
import { KeyholdError } from '../src/runtime'
import type { ActiveProfile } from './active-profile'
import type { Desktop } from './ipc/answers/desktop'
import { saveAs } from './save-as'
import type { ShellParts } from './shell-parts'

/** What a page can ask of the desktop around it. */
export function desktop({ problems, paths, log }: ShellParts, active: ActiveProfile): Desktop {
  return {
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
    openFolder: async (folder) => {
      const failure = await shell.openPath(folder)
      if (failure === '') return
      throw new KeyholdError(
        'folder-not-opened',
        `The system could not open ${folder}: ${failure}`,
        'Open the folder yourself in a file manager or a terminal.',
      )
    },
    saveAs,
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
