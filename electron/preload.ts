import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import {
  channels,
  events,
  reply,
  type EventName,
  type EventOf,
  type KeyholdApi,
  type Reply,
} from '../src/contract/channels'

/**
 * All that the page can reach. Names are checked against the contract, so that no other channel can be spoken on
 * from a page, whatever runs in it.
 */
const api: KeyholdApi = {
  async request(name, request) {
    if (!Object.hasOwn(channels, name)) return failure('bad-request', `There is no call "${name}".`)
    try {
      const answer = reply.safeParse(await ipcRenderer.invoke(name, request))
      return answer.success ? answer.data : failure('bad-answer', `The answer to ${name} is no reply.`)
    } catch (error) {
      return failure(
        'not-answered',
        `${name} was not answered: ${error instanceof Error ? error.message : ''}`,
      )
    }
  },
  on(name, listener) {
    if (!Object.hasOwn(events, name)) throw new Error(`There is no event "${name}".`)
    return subscribe(name, listener)
  },
}

/** The page never sees Electron's event object: it would lead to the raw channel. */
function subscribe<Name extends EventName>(name: Name, listener: (event: EventOf<Name>) => void): () => void {
  const own = (_event: IpcRendererEvent, payload: EventOf<Name>): void => listener(payload)
  ipcRenderer.on(name, own)
  return () => {
    ipcRenderer.removeListener(name, own)
  }
}

function failure(code: string, message: string): Reply {
  return {
    ok: false,
    error: { code, message, remedy: 'Start Keyhold again; report this with the log file if it comes back.' },
  }
}

contextBridge.exposeInMainWorld('keyhold', api)
