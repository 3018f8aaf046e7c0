import { app } from 'electron'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { declareAppScheme } from './app-protocol'
import { composeProfile, composeRedis } from './compose-profile'
import { composeQuit } from './compose-quit'
import { composeWindow } from './compose-window'
import { watchCrashes } from './crash'
import { takeCrashNote } from './crash-note'
import { UtilityLauncher } from './handler-launcher'
import { openLog } from './log'
import type { Quit } from './quit'
import { SettingsStore } from './settings/settings-store'
import { shellPaths, type ShellPaths } from './shell-paths'
import { StartProblems } from './start-problems'
import { UnsavedPage } from './unsaved-page'

const development = !app.isPackaged

/**
 * The start: log, settings, then the window and the runtime side by side, so that a Redis that is slow or missing
 * never keeps the window from opening.
 */
async function run(paths: ShellPaths): Promise<void> {
  const log = openLog({ file: paths.log, stdout: development || process.env['KEYHOLD_STDOUT'] === '1' })
  log.step(`Keyhold ${app.getVersion()} on Electron ${process.versions.electron}`)
  log.step(`user data in ${paths.userData}`)
  const problems = new StartProblems()
  const ending: { quit?: Quit } = {}
  const end = (code: number): void => (ending.quit ? ending.quit.request('signal', code) : app.exit(code))
  watchCrashes({ log, noteFile: paths.crashNote, problems, end })

  const settings = await SettingsStore.open(paths.settings)
  for (const problem of [settings.problem, takeCrashNote(paths.crashNote, paths.log)]) {
    if (problem) problems.set(problem)
  }
  await app.whenReady()
  const launcher = new UtilityLauncher(paths.handlerHost)
  const parts = { paths, log, problems, settings, launcher, unsaved: new UnsavedPage(), development }
  const redis = composeRedis(parts)
  const active = composeProfile(parts, redis)
  const quit = composeQuit(parts, redis, active)
  ending.quit = quit
  await Promise.all([composeWindow(parts, active, quit), active.start()])
  for (const { code, message } of problems.list()) log.step(`problem ${code}: ${message}`)
  log.step(`ready redis=${active.view().address || 'none'}`)
}

function start(): void {
  const userData = process.env['KEYHOLD_USER_DATA']
  if (userData) {
    mkdirSync(resolve(userData), { recursive: true })
    app.setPath('userData', resolve(userData))
  }
  if (!app.requestSingleInstanceLock()) {
    console.log('[keyhold] Keyhold already runs with this user data: its window comes to the front')
    app.exit(0)
    return
  }
  declareAppScheme()
  run(shellPaths(app.getPath('userData'), __dirname)).catch((error: unknown) => {
    // Electron's own dialog would wait for ever where there is no display.
    console.error('[keyhold] Keyhold could not start:', error)
    app.exit(1)
  })
}

start()
