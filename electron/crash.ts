import { app, dialog, type BrowserWindow } from 'electron'
import { errorEnvelope } from '../src/runtime'
import { leaveCrashNote } from './crash-note'
import type { ShellLog } from './log'
import type { StartProblems } from './start-problems'

export interface CrashOptions {
  readonly log: ShellLog
  /** Where the next start finds what this one ended with. */
  readonly noteFile: string
  readonly problems: StartProblems
  /** Ends the app in order, with this exit code. */
  readonly end: (exitCode: number) => void
}

/**
 * Errors that nobody caught. One that was thrown ends the app, in order: nothing can be said about its state any
 * more. A promise that nobody waited for is logged and shown. Electron's own dialog never comes: without a
 * display it would wait for ever.
 */
export function watchCrashes({ log, noteFile, problems, end }: CrashOptions): void {
  let ending = false
  process.on('uncaughtException', (error) => {
    log.error('shell_uncaught_exception', { error })
    if (ending) return
    ending = true
    console.error('[keyhold] An unexpected error ends Keyhold:', error)
    leaveCrashNote(noteFile, error)
    end(1)
  })
  process.on('unhandledRejection', (reason) => {
    log.error('shell_unhandled_rejection', { error: reason })
    problems.set({ ...errorEnvelope(reason), code: 'unexpected' })
  })
  app.on('child-process-gone', (_event, details) => log.warn('shell_child_gone', { ...details }))
}

const RELOADS = 3
const WITHIN_MS = 60_000

/** A page that died is loaded again; one that keeps dying is said, in a dialog that nothing waits for. */
export function watchPage(window: BrowserWindow, log: ShellLog): void {
  const deaths: number[] = []
  window.webContents.on('preload-error', (_event, path, error) =>
    log.error('shell_preload_failed', { path, error }),
  )
  window.webContents.on('unresponsive', () => log.warn('shell_page_unresponsive'))
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return
    log.error('shell_page_died', { ...details })
    const now = performance.now()
    deaths.push(now)
    if (deaths.filter((at) => now - at < WITHIN_MS).length <= RELOADS) window.webContents.reload()
    else sayPageDies(window, log)
  })
}

function sayPageDies(window: BrowserWindow, log: ShellLog): void {
  const message = {
    type: 'error' as const,
    title: 'Keyhold',
    message: 'The window’s page keeps ending unexpectedly.',
    detail: 'Jobs go on running. Reload it from the View menu, or quit; the log file says more.',
    buttons: ['Close'],
  }
  dialog
    .showMessageBox(window, message)
    .catch((error: unknown) => log.error('shell_dialog_failed', { error }))
}
