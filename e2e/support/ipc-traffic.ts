import type { Keyhold } from './launch-keyhold'

/** What crossed the line between the page and the main process, as the length of its JSON text. */
export interface IpcTraffic {
  readonly bytes: number
  readonly largest: number
  /** Calls of the page by channel. */
  readonly calls: Readonly<Record<string, number>>
  /** Messages that main sent by itself. */
  readonly messages: number
}

declare global {
  /** In the main process, once it counts. */
  var keyholdTraffic:
    { bytes: number; largest: number; calls: Record<string, number>; messages: number } | undefined
}

/**
 * Counts from now on, in the main process: requests and answers of every channel, and what is sent to the page. May
 * be called once an app.
 */
export async function countTraffic({ app }: Keyhold): Promise<void> {
  await app.evaluate(({ ipcMain, webContents }) => {
    const traffic: NonNullable<typeof globalThis.keyholdTraffic> = {
      bytes: 0,
      largest: 0,
      calls: {},
      messages: 0,
    }
    globalThis.keyholdTraffic = traffic
    const add = (value: unknown): void => {
      const size = value === undefined ? 0 : JSON.stringify(value).length
      traffic.bytes += size
      traffic.largest = Math.max(traffic.largest, size)
    }

    type Handler = (event: unknown, payload: unknown) => unknown
    // Electron has no public way to wrap a handler that is already set.
    const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers')
    if (!(handlers instanceof Map)) throw new Error('This Electron keeps its handlers elsewhere.')
    for (const [channel, handler] of [...(handlers as Map<string, Handler>)]) {
      handlers.set(channel, async (event: unknown, payload: unknown) => {
        traffic.calls[channel] = (traffic.calls[channel] ?? 0) + 1
        add(payload)
        const answer = await handler(event, payload)
        add(answer)
        return answer
      })
    }
    for (const contents of webContents.getAllWebContents()) {
      const send = contents.send.bind(contents)
      contents.send = (channel: string, ...values: unknown[]) => {
        traffic.messages += 1
        add(values)
        send(channel, ...values)
      }
    }
  })
}

/** What was counted since the last time that this was asked. */
export function takeTraffic({ app }: Keyhold): Promise<IpcTraffic> {
  return app.evaluate(() => {
    const traffic = globalThis.keyholdTraffic
    if (!traffic) throw new Error('Nothing is counted yet.')
    const taken = { ...traffic, calls: { ...traffic.calls } }
    Object.assign(traffic, { bytes: 0, largest: 0, calls: {}, messages: 0 })
    return taken
  })
}
