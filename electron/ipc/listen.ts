import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { channels, type ChannelName, type EventName, type EventOf } from '../../src/contract/channels'
import type { AnswerCall, Sender } from './typed-ipc'

/**
 * Answers every channel of the contract, and none besides.
 * @param callerOf what the handlers know of the window that calls
 */
export function listen<Caller>(
  answer: AnswerCall<Caller>,
  callerOf: (contents: WebContents) => Caller,
): void {
  for (const name of channelNames()) {
    ipcMain.handle(name, (event, payload: unknown) =>
      answer(name, payload, senderOf(event), callerOf(event.sender)),
    )
  }
}

/** Says something to a window; a window that is gone hears nothing. */
export function say<Name extends EventName>(contents: WebContents, name: Name, event: EventOf<Name>): void {
  if (!contents.isDestroyed()) contents.send(name, event)
}

function channelNames(): ChannelName[] {
  const isChannel = (name: string): name is ChannelName => Object.hasOwn(channels, name)
  return Object.keys(channels).filter(isChannel)
}

function senderOf({ senderFrame, sender }: IpcMainInvokeEvent): Sender {
  if (!senderFrame) return { url: undefined, mainFrame: false }
  return { url: senderFrame.url, mainFrame: senderFrame === sender.mainFrame }
}
