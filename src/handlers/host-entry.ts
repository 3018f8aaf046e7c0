// The handler host: a process of its own, whose worker threads run the user's scripts.
import { join } from 'node:path'
import { openParentChannel } from './host/parent-channel'
import { RequestDesk } from './host/request-desk'
import { isToHostBatch, joinEnds, type FromHost, type ToHost } from './host-protocol'
import { MessageBatch } from './message-batch'

const channel = openParentChannel()
const batch = new MessageBatch<FromHost>((messages) => channel.send(messages), joinEnds)
/** Built beside this file. */
const workerEntry = join(__dirname, 'handler-worker.cjs')
let desk: RequestDesk | undefined

function receive(message: ToHost): void {
  if (message.type === 'settings') {
    desk = new RequestDesk(message.settings, workerEntry, (answer) => batch.push(answer))
  } else {
    desk?.receive(message)
  }
}

channel.onMessage((messages) => {
  if (isToHostBatch(messages)) messages.forEach(receive)
})
batch.push({ type: 'up' })
