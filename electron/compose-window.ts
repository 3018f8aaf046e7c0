import { app, shell, type BrowserWindow } from 'electron'
import { dirname } from 'node:path'
import type { ActiveProfile } from './active-profile'
import { rendererUrl, serveApp } from './app-protocol'
import { ChosenPreferences } from './chosen-preferences'
import { watchPage } from './crash'
import { desktop, type WindowParts } from './desktop'
import { Bridges } from './ipc/bridges'
import { handlerTable } from './ipc/handlers'
import { listen, say } from './ipc/listen'
import { typedIpc } from './ipc/typed-ipc'
import { setMenu } from './menu'
import { ownOrigin } from './own-origin'
import { handlerFolder } from './profile-source'
import type { Quit } from './quit'
import { lockDown } from './security'
import type { ShellParts } from './shell-parts'
import { Templates } from './templates'
import { bringToFront, openWindow } from './window'
import { Zoom } from './zoom'

/** Opens the window on the page, with all that the page can reach. @returns when the page is loaded, or failed to */
export async function composeWindow(parts: ShellParts, active: ActiveProfile, quit: Quit): Promise<void> {
  const { paths, log, settings } = parts
  const url = rendererUrl(process.env, parts.development)
  lockDown(ownOrigin(url), log)
  serveApp(paths.page)
  const windowParts: WindowParts = {
    zoom: new Zoom(settings, log),
    preferences: new ChosenPreferences(settings),
  }
  answerCalls(parts, active, quit, windowParts, url)
  const window = openWindow({
    url,
    preload: paths.preload,
    place: settings.current.window ?? undefined,
    remember(place) {
      settings
        .update((current) => ({ ...current, window: place }))
        .catch((error: unknown) => log.warn('shell_window_place_not_written', { error }))
    },
    close() {
      if (!quit.certain) quit.request('operator')
      return quit.certain
    },
    log,
  })
  windowParts.zoom.follow(window)
  setShellMenu(parts, active, quit, window, windowParts)
  watchPage(window, log)
  forgetUnsaved(parts, window)
  forgetPage(active, quit, window)
  // Windows: the session ends, and the app with it.
  window.on('session-end', () => quit.request('system'))
  app.on('second-instance', () => bringToFront(window))
  await loaded(window)
}

/** A page that is gone, or no longer answers, has nothing to ask. */
function forgetUnsaved({ unsaved }: ShellParts, window: BrowserWindow): void {
  const forget = (): void => unsaved.set(undefined)
  window.on('unresponsive', forget)
  window.webContents.on('render-process-gone', forget)
  window.webContents.on('did-navigate', forget)
}

function forgetPage(active: ActiveProfile, quit: Quit, window: BrowserWindow): void {
  const forget = (): void => {
    active.forgetPage()
    quit.pageLost()
  }
  window.on('unresponsive', () => quit.pageLost())
  window.webContents.on('render-process-gone', forget)
  window.webContents.on('did-navigate', forget)
}

function answerCalls(
  parts: ShellParts,
  active: ActiveProfile,
  quit: Quit,
  windowParts: WindowParts,
  url: string,
): void {
  const { log, development, unsaved } = parts
  const bridges = new Bridges(active)
  const answer = typedIpc({
    table: handlerTable(active, desktop(parts, active, windowParts), new Templates(parts.settings)),
    isOwn: ownOrigin(url),
    checkAnswers: development,
    onUnexpected: (name, error) => log.error('shell_call_failed', { name, error }),
  })
  listen(answer, (contents) => ({
    bridge: bridges.of(contents),
    page: {
      setUnsaved: (is) => unsaved.set(is ? () => say(contents, 'leave-asked', null) : undefined),
      quitShown: () => quit.shown(),
      answerQuit: (answer) => quit.answer(answer),
      leave() {
        unsaved.set(undefined)
        quit.request('operator')
      },
    },
  }))
}

function setShellMenu(
  { paths, log, development }: ShellParts,
  active: ActiveProfile,
  quit: Quit,
  window: BrowserWindow,
  { zoom }: WindowParts,
): void {
  const open = (folder: string): void => {
    shell.openPath(folder).then(
      (failure) => failure && log.warn('shell_folder_not_opened', { folder, failure }),
      (error: unknown) => log.warn('shell_folder_not_opened', { folder, error }),
    )
  }
  setMenu({
    development,
    quit: () => quit.request('operator'),
    openLogFolder: () => open(dirname(paths.log)),
    zoom: (step) => zoom.step(step),
    choose: (id) => {
      if (!window.isDestroyed()) say(window.webContents, 'command-chosen', { id })
    },
    openHandlerFolder: () => open(handlerFolder(process.env, active.view(), paths.userData)),
  })
}

function loaded({ webContents }: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    webContents.once('did-finish-load', () => resolve())
    webContents.once('did-fail-load', () => resolve())
    webContents.once('destroyed', () => resolve())
  })
}
