// A worker thread of the handler host: runs one of the user's scripts.
import { SourceTextModule } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import { captureOutput, JobLog } from './worker/job-log'
import { allowAbort } from './worker/process-guards'
import { ScriptSession } from './worker/script-session'
import type { FromWorker, ToWorker } from './worker-protocol'

const port = parentPort
if (port === null) throw new Error('This file is run by the handler host, in a worker thread.')

const post = (message: FromWorker): void => port.postMessage(message)
const log = new JobLog((level, text) => post({ type: 'line', level, text }))
const session = new ScriptSession(folderOf(workerData), log, post)

function receive(message: ToWorker): void {
  switch (message.type) {
    case 'load':
      void session.load(message.path)
      return
    case 'run':
      void session.run(message)
      return
    case 'abort':
      session.abort(message.runId)
      return
    case 'source':
      session.supply(message.path, message.text)
      return
    case 'no-source':
      session.refuse(message.path, message.failure)
      return
    case 'parse':
      post({ type: 'parsed', questionId: message.questionId, problem: syntaxErrorOf(message.text) })
      return
    case 'measure':
      post({
        type: 'measured',
        questionId: message.questionId,
        bufferBytes: process.memoryUsage().arrayBuffers,
      })
  }
}

function syntaxErrorOf(text: string): string | undefined {
  try {
    new SourceTextModule(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown'
  }
}

function folderOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'folder' in data && typeof data.folder === 'string') {
    return data.folder
  }
  throw new Error('The handler host did not say which folder.')
}

allowAbort()
captureOutput(log)
// What is thrown outside of a run's own promise would end the thread without a word of what it was.
process.on('uncaughtException', (error) => post({ type: 'stray', failure: session.failureOf(error) }))
port.on('message', receive)
