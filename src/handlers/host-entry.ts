// The handler host: a process of its own, whose worker threads run the user's scripts.
import { join } from 'node:path'
import { openParentChannel } from './host/parent-channel'
import { RequestDesk } from './host/request-desk'
import { isToHostBatch, type FromHost, type ToHost } from './host-protocol'
import { MessageBatch } from './message-batch'

const channel = openParentChannel()
const batch = new MessageBatch<FromHost>((messages) => channel.send(messages))
/** Built beside this file. */
const workerEntry = join(__dirname, 'handler-worker.cjs')
let desk: RequestDesk | undefined

/** One message tells of all runs of a text that have ended since the last one was sent. */
function answer(message: FromHost): void {
  const { last } = batch
  if (message.type === 'ran' && last?.type === 'ran' && last.version === message.version) {
    last.ends.push(...message.ends)
  } else batch.push(message)
}

function receive(message: ToHost): void {
  if (message.type === 'settings') {
    desk = new RequestDesk(message.settings, workerEntry, answer)
  } else {
    desk?.receive(message)
  }
}

channel.onMessage((messages) => {
  if (isToHostBatch(messages)) messages.forEach(receive)
})
batch.push({ type: 'up' })
