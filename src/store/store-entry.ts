// The worker thread of the job store: opens the file, writes and reads it.
import { parentPort, workerData } from 'node:worker_threads'
import { failureOf } from './store-error'
import { isStoreBirth, type FromStore, type StoreBirth, type ToStore } from './store-protocol'
import { StoreThread } from './thread/store-thread'

const port = parentPort
if (port === null) throw new Error('This file is run by the job store, in a worker thread.')

const post = (message: FromStore): void => port.postMessage(message)
const birth = birthOf(workerData)
const thread = open()

function birthOf(data: unknown): StoreBirth {
  if (isStoreBirth(data)) return data
  throw new Error('The job store did not say which file.')
}

function open(): StoreThread | undefined {
  try {
    const opened = new StoreThread(birth, post)
    post({ type: 'opened' })
    return opened
  } catch (error) {
    post({ type: 'refused', failure: failureOf(error, birth.file) })
    return undefined
  }
}

port.on('message', (message: ToStore) => {
  if (message.type !== 'close') {
    thread?.receive(message)
    return
  }
  thread?.close()
  // With nobody listening the thread ends by itself, after what it posted.
  port.close()
})
if (thread === undefined) port.close()
