import { app, powerMonitor } from 'electron'
import type { ActiveProfile } from './active-profile'
import { Quit } from './quit'
import { askWithoutPage } from './quit-dialog'
import type { RedisSource } from './redis-source'
import type { ShellParts } from './shell-parts'

/** SIGTERM, SIGINT (Ctrl-C) and SIGHUP (the terminal is gone) end the app in order. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** One Ctrl-C comes twice: from the terminal to the whole group, and from the program that started this one. */
const SAME_PRESS_MS = 400

/**
 * The one way out, whoever wants it. Made once the app is ready: Electron sets signal handlers of its own before
 * that, which know no order.
 */
export function composeQuit(parts: ShellParts, redis: RedisSource, active: ActiveProfile): Quit {
  const { log, settings, launcher } = parts
  const quit = new Quit({
    pending: () => active.pending(),
    pageAsks: () => parts.unsaved.asks(),
    show: (view) => active.showQuit(view),
    askWithoutPage,
    drain: () => active.drain(),
    endDrain: () => active.endDrain(),
    stopRuntime: (waiting) => active.stop(waiting),
    stopServer: () => redis.stop(),
    flushSettings: () => settings.flush(),
    killChildren() {
      launcher.killAll()
      redis.kill()
    },
    exit(code) {
      log.close()
      app.exit(code)
    },
    log,
  })
  onSignal(() => quit.request('signal'))
  // Asked by a script, the system or the dock: on macOS the dock is where operators quit.
  app.on('before-quit', (event) => {
    event.preventDefault()
    quit.request(process.platform === 'darwin' ? 'operator' : 'system')
  })
  // The system goes down: nobody is asked, and it waits for the app. Its types do not know the event.
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    event?.preventDefault()
    quit.request('system')
  })
  app.on('window-all-closed', () => quit.request('operator'))
  return quit
}

function onSignal(run: () => void): void {
  let last = Number.NEGATIVE_INFINITY
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const now = performance.now()
      const again = now - last < SAME_PRESS_MS
      last = now
      // Not in this turn: the pair of this signal may be waiting behind it.
      if (!again) setImmediate(run)
    })
  }
}
