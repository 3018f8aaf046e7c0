import { app, session } from 'electron'
import type { ShellLog } from './log'

/**
 * Shuts what a page could use to get out: other pages, new windows, webviews, permissions, devices, downloads.
 * @param isOwn tells whether a URL is the renderer's own
 */
export function lockDown(isOwn: (url: string) => boolean, log: ShellLog): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: { preventDefault(): void }, url: string): void => {
      if (isOwn(url)) return
      event.preventDefault()
      log.warn('shell_navigation_refused', { url: url.slice(0, 200) })
    }
    contents.on('will-navigate', (event, url) => refuse(event, url))
    contents.on('will-redirect', (event, url) => refuse(event, url))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      log.warn('shell_window_refused', { url: url.slice(0, 200) })
      return { action: 'deny' }
    })
  })
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', (event) => event.preventDefault())
}
