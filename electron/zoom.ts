import type { BrowserWindow } from 'electron'
import type { ZoomStep } from '../src/contract/channels/shell'
import type { ShellLog } from './log'
import type { SettingsStore } from './settings/settings-store'
import { boundedZoom, nextZoom } from './zoom-factor'

/** How large the page is drawn, remembered across starts. */
export class Zoom {
  readonly #settings: SettingsStore
  readonly #log: ShellLog
  #window: BrowserWindow | undefined

  constructor(settings: SettingsStore, log: ShellLog) {
    this.#settings = settings
    this.#log = log
  }

  /** 1 is 100 %. */
  get factor(): number {
    return boundedZoom(this.#settings.current.zoom)
  }

  /** Draws this window by the factor from now on; a page that is loaded anew begins at 100 %. */
  follow(window: BrowserWindow): void {
    this.#window = window
    window.webContents.on('dom-ready', () => this.#apply())
    window.once('closed', () => (this.#window = undefined))
  }

  step(step: ZoomStep): number {
    const zoom = nextZoom(this.factor, step)
    this.#settings
      .update((current) => ({ ...current, zoom }))
      .catch((error: unknown) => this.#log.warn('shell_zoom_not_written', { error }))
    this.#apply()
    return zoom
  }

  #apply(): void {
    this.#window?.webContents.setZoomFactor(this.factor)
  }
}
