import { BrowserWindow, type WebContents } from 'electron'
import { EventBridge, type LiveSource } from './event-bridge'
import { say } from './listen'

/** One event bridge a window, made when the window is first heard of and gone with it. */
export class Bridges {
  readonly #source: LiveSource
  readonly #bridges = new Map<number, EventBridge>()

  constructor(source: LiveSource) {
    this.#source = source
  }

  of(contents: WebContents): EventBridge {
    return this.#bridges.get(contents.id) ?? this.#make(contents)
  }

  #make(contents: WebContents): EventBridge {
    const { id } = contents
    const bridge = new EventBridge(this.#source, (state) => say(contents, 'live', state))
    this.#bridges.set(id, bridge)
    contents.on('did-start-navigation', (_event, _url, isInPlace, isMainFrame) => {
      if (isMainFrame && !isInPlace) bridge.reset()
    })
    contents.on('render-process-gone', () => bridge.reset())
    const window = BrowserWindow.fromWebContents(contents)
    window?.on('hide', () => bridge.hide())
    window?.on('minimize', () => bridge.hide())
    window?.on('show', () => bridge.show())
    window?.on('restore', () => bridge.show())
    contents.once('destroyed', () => {
      bridge.dispose()
      this.#bridges.delete(id)
    })
    return bridge
  }
}
