import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { ShellLog } from './log'
import type { WindowPlace } from './settings/schema'
import { placeWindow, SMALLEST } from './window-place'

/** The page's own background, so that nothing flashes before its first paint. */
const BACKGROUND = { light: '#f4f5f7', dark: '#0d0f13' }
/** A page that never paints is shown all the same: what is wrong with it is then to be seen. */
const SHOW_ANYWAY_MS = 10_000
const REMEMBER_AFTER_MS = 500

export interface WindowOptions {
  /** Where the renderer is loaded from. */
  readonly url: string
  readonly preload: string
  readonly place: WindowPlace | undefined
  readonly remember: (place: WindowPlace) => void
  /** Somebody wants to close it. @returns whether it may */
  readonly close: () => boolean
  readonly log: ShellLog
}

/** Makes the one window; it is shown when its page has painted. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const { url, preload, place, log } = options
  // The benchmark of the start counts from here, too.
  performance.mark('keyhold:window')
  const window = new BrowserWindow({
    ...placeWindow(place, workAreas()),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Keyhold',
    backgroundColor: background(),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
    },
  })
  showWhenPainted(window, place?.maximized ?? false)
  followTheme(window)
  rememberPlace(window, options.remember)
  window.on('close', (event) => {
    if (!options.close()) event.preventDefault()
  })
  window.webContents.on('did-fail-load', (_event, code, description, failedUrl) => {
    log.error('shell_page_failed', { code, description, url: failedUrl })
  })
  window.loadURL(url).catch((error: unknown) => log.error('shell_page_failed', { error }))
  return window
}

/** Brings the window to the front, e.g. when the app is started a second time. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function workAreas() {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [primary, ...others].map(({ workArea }) => workArea)
}

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light
}

function showWhenPainted(window: BrowserWindow, maximized: boolean): void {
  const show = (): void => {
    clearTimeout(late)
    if (window.isDestroyed() || window.isVisible()) return
    if (maximized) window.maximize()
    window.show()
  }
  const late = setTimeout(show, SHOW_ANYWAY_MS)
  window.once('ready-to-show', show)
  window.once('closed', () => clearTimeout(late))
}

function followTheme(window: BrowserWindow): void {
  const follow = (): void => window.setBackgroundColor(background())
  nativeTheme.on('updated', follow)
  window.once('closed', () => nativeTheme.off('updated', follow))
}

function rememberPlace(window: BrowserWindow, remember: (place: WindowPlace) => void): void {
  let timer: NodeJS.Timeout | undefined
  const now = (): void => {
    clearTimeout(timer)
    if (window.isDestroyed() || window.isMinimized()) return
    remember({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(now, REMEMBER_AFTER_MS)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  window.on('close', now)
  window.once('closed', () => clearTimeout(timer))
}
